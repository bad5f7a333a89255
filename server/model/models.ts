import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { type Failure, type PermanentFailure, permanent } from '../../shared/protocol/failure.ts';
import { demoModelId } from '../../shared/recipes/model-request.ts';
import type { AnthropicModel } from './anthropic.ts';
import type { Model, ModelList, Provider } from './model.ts';

/** A configured key and where it came from. */
export type ConfiguredKey = { readonly value: string; readonly from: 'environment' | 'settings' };

export type ModelsOptions = {
  readonly anthropic: AnthropicModel;
  readonly demo: Model;
  /** Read at each use, because a person may set it while the server runs. */
  readonly key: () => ConfiguredKey | null;
  readonly baseUrl: string | null;
  /** What `default` means when a provider is configured. */
  readonly defaultModel: string;
};

export type Models = {
  /** Every model behind one port: the request's own `model` says which. */
  readonly model: Model;
  /**
   * The model's id for a person's choice, decided once, when a job is accepted. A choice that cannot run is refused; it never
   * becomes another model.
   */
  readonly resolve: (choice: string) => Result<string, PermanentFailure>;
  readonly provider: () => Provider;
  /** Asks the provider whether the present key is good; null if it is, else why not. Costs nothing. */
  readonly testKey: () => Promise<Failure | null>;
};

/** The choice that means "the server's own". */
const defaultChoice = 'default';

/** Which provider answers for a model. What it asks for, such as a pause, holds for all its models. */
export const providerOf = (model: string): 'demo' | 'anthropic' => (model === demoModelId ? 'demo' : 'anthropic');

/** The provider's name in sentences: Anthropic, or the host that stands in for it. */
export const providerName = (baseUrl: string | null): string => (baseUrl === null ? 'Anthropic' : new URL(baseUrl).host);

/** Joins the demo model, which always works, with the provider's, which work when a key or a base URL is configured. */
export function createModels({ anthropic, demo, key, baseUrl, defaultModel }: ModelsOptions): Models {
  const isConfigured = (): boolean => key() !== null || baseUrl !== null;

  const resolve = (choice: string): Result<string, PermanentFailure> => {
    if (choice === defaultChoice) return ok(isConfigured() ? defaultModel : demoModelId);
    return choice === demoModelId || isConfigured() ? ok(choice) : err(noKey(choice));
  };

  const list = async (): Promise<ModelList> => {
    const own = await demo.list();
    if (!isConfigured()) return own;
    const { models, freeText } = await anthropic.list();
    return { models: [...models, ...own.models], freeText };
  };

  return {
    model: {
      run: async (request, onText, signal, onPause) => {
        if (providerOf(request.model) === 'demo') return demo.run(request, onText, signal);
        // The key may have been taken away since the job was accepted.
        if (!isConfigured()) return { type: 'failed', failure: noKey(request.model), usage: null };
        return anthropic.run(request, onText, signal, onPause);
      },
      list,
    },
    resolve,
    testKey: async () => (isConfigured() ? anthropic.test() : noKey(defaultModel)),
    provider: () =>
      isConfigured()
        ? { type: 'anthropic', name: providerName(baseUrl), keyFrom: key()?.from ?? 'none', defaultModel }
        : { type: 'demo' },
  };
}

const noKey = (model: string): PermanentFailure =>
  permanent('no_key', {
    detail: `No Anthropic API key configured. Set ANTHROPIC_API_KEY on the server to use ${model}, or choose the demo model.`,
  });
