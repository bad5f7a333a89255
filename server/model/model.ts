import type { Failure } from '../../shared/protocol/failure.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Usage } from '../../shared/recipes/usage.ts';

/**
 * The port to a language model. An adapter maps every failure once, sends each request exactly once (no retries of its own), and
 * calls back in order; it never throws. What it does not know: jobs, attempts, the store.
 */
export type Model = {
  /**
   * Sends the request and delivers its text as it comes. Settles once, when the call has ended for whatever reason. Aborting `signal`
   * closes the socket to the provider at once and settles with `cancelled`. `onPause` hears, while the call goes on, for how long the
   * provider takes nothing more from us.
   */
  readonly run: (
    request: ModelRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
    onPause?: (forMs: number) => void,
  ) => Promise<CallEnd>;
  /** What the person may choose from, and what the provider said when asked. */
  readonly list: () => Promise<ModelList>;
};

/** How a call ended. Text that was delivered before a failure stays with the caller. */
export type CallEnd =
  | {
      readonly type: 'done';
      /** `end`: whole. `length`: out of tokens, the text is cut off. */
      readonly stop: 'end' | 'length';
      readonly usage: Usage;
      /** The model that answered, as the provider names it. */
      readonly model: string;
    }
  | {
      readonly type: 'failed';
      readonly failure: Failure;
      /** What the provider reported before the failure; null if nothing. */
      readonly usage: Usage | null;
    };

export type ModelChoice = {
  readonly id: string;
  readonly name: string;
  /** Tokens of prompt and answer together that the model takes; null when the provider does not say. */
  readonly contextTokens: number | null;
};

export type ModelList = {
  readonly models: readonly ModelChoice[];
  /** Whether an id that is not listed may be used too (the provider has no list, or did not answer). */
  readonly freeText: boolean;
};

/** Which provider is configured, for messages: `Anthropic`, or the host of `ANTHROPIC_BASE_URL`. */
export type Provider =
  | { readonly type: 'demo' }
  | {
      readonly type: 'anthropic';
      readonly name: string;
      readonly keyFrom: 'environment' | 'settings' | 'none';
      /** The id of the model that `default` means. */
      readonly defaultModel: string;
    };
