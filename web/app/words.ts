import type { Failure, PermanentFailure, TransientFailure } from '../../shared/protocol/failure.ts';
import type { ActionFailure } from '../ports.ts';
import { bytesInWords, counted, spanInWords } from './numbers.ts';

/*
 * Every failure as a person reads it: what happened, what it means, what to do. Chosen by reason alone; a provider's own text belongs
 * into the details, except where the sentence is ours to begin with.
 */

/** What a sentence may need to know beside the failure. */
export type FailureScene = {
  /** `Anthropic`, or the host that stands in for it. */
  readonly provider: string;
  /** The model as a person knows it. */
  readonly model: string;
  /** Words of the failed attempt that were kept; null when nobody knows. */
  readonly words: number | null;
  /** Tokens of broken-off attempts that would be paid again; null when nobody knows. */
  readonly atRisk: number | null;
};

/** The sentence for a failure of a model call, a step or a job. */
export const failureInWords = (failure: Failure, scene: FailureScene): string =>
  failure.type === 'transient' ? transientInWords(failure, scene) : permanentInWords(failure, scene);

function transientInWords(failure: TransientFailure, { provider, words, atRisk }: FailureScene): string {
  switch (failure.reason) {
    case 'rate_limit':
      return failure.retryAfterMs === null
        ? `${provider} asks for a pause. It goes on by itself.`
        : `${provider} asks for a pause of ${spanInWords(failure.retryAfterMs)}. It goes on by itself.`;
    case 'overloaded':
      return `${provider} has too much to do at the moment. Nothing was paid for this try.`;
    case 'server_error':
      return `${provider} had a fault of its own${inBrackets(failure.status)}. Try again in a while.`;
    case 'unreachable':
      return `The server could not reach ${provider}. Check the server’s connection and try again.`;
    case 'truncated':
      return `${provider} stopped in the middle without an end. ${kept(words)}`;
    case 'reset':
      return `The connection to ${provider} broke in the middle. ${kept(words)}`;
    case 'silent_start':
      return `${provider} did not begin to answer in time. Try again, or choose another model.`;
    case 'silent':
      return `${provider} fell silent in the middle. ${kept(words)}`;
    case 'lost':
      return `The server stopped while this was being written. ${kept(words)} ${twiceInWords(atRisk)}`;
    case 'invalid_output':
      return 'The model’s answer did not have the form that was asked for. Nothing was changed. Try again, or choose a larger model.';
  }
}

function permanentInWords(failure: PermanentFailure, { provider, model }: FailureScene): string {
  switch (failure.reason) {
    case 'no_key':
      return `No Anthropic API key configured. Set \`ANTHROPIC_API_KEY\` on the server to use ${model}, or choose the demo model.`;
    case 'key_refused':
      return `${provider} refused the API key${inBrackets(failure.status)}. Set a valid \`ANTHROPIC_API_KEY\` on the server and press Retry.`;
    case 'billing':
      return `${provider} asks for payment${inBrackets(failure.status)}. Look at the account’s billing, then press Retry.`;
    case 'bad_request':
      return `${provider} did not understand the request${inBrackets(failure.status)}. Nothing was changed. Another model may take it.`;
    case 'unknown_model':
      return `${provider} does not know the model ${model}. Choose another one and generate again.`;
    case 'prompt_too_long':
      // Without a status it was found here before anything was sent, in a sentence that names what to leave out.
      return failure.status !== null || failure.detail === ''
        ? 'The prompt and its sources are longer than this model takes. Use fewer sources or a larger model, then generate again.'
        : `${failure.detail} Then generate again.`;
    case 'refusal':
      return 'The model declined to answer. Nothing was changed. You can edit the prompt and try again.';
    case 'cancelled':
      return 'This was cancelled.';
    case 'block_busy':
      return 'Another job was already writing this block. Retry starts this one when that has ended.';
    case 'old_recipe':
      return 'Made by an older version: Retry starts it with today’s.';
    case 'bad_brief':
      return 'The server could not read what this job was to do. Generate again to make a new one.';
    case 'internal':
      return 'Something went wrong inside Meanwhile. Nothing of yours was changed. Try again; if it stays so, the details say more.';
  }
}

/** What starting again may cost (L7). */
export const twiceInWords = (atRisk: number | null): string =>
  atRisk === null || atRisk === 0
    ? 'Starting again may cost the same tokens twice.'
    : `Starting again may cost up to ${counted(atRisk, 'token')} twice.`;

const inBrackets = (status: number | null): string => (status === null ? '' : ` (${status})`);

const kept = (words: number | null): string =>
  words === null || words === 0 ? 'Nothing of yours was changed.' : `The first ${words.toLocaleString('en')} words are kept.`;

/** The sentence for something that a person did and that was not taken in. */
export function actionFailureInWords(failure: ActionFailure): string {
  switch (failure.type) {
    case 'gone':
      return 'This was deleted meanwhile, perhaps on another device.';
    case 'too_late':
      return 'It had already finished.';
    case 'wrong_state':
    case 'stale_attempt':
      return 'It has changed meanwhile. Look again, then try once more.';
    case 'stale_round':
      return 'It was already started again.';
    case 'id_taken':
      return 'This was already saved. Reload the page to see it.';
    case 'storage_full':
      return 'This device has no room left. Nothing was lost; free some space on it and try again.';
    case 'brief_too_large':
      return `The prompt and its sources are ${bytesInWords(failure.bytes)}; a job carries at most ${bytesInWords(failure.maxBytes)}. Use fewer sources: Context, in the panel Sources, chooses among them.`;
    case 'too_many_sources':
      return `A document holds up to ${counted(failure.max, 'source')}; it has ${failure.there.toLocaleString('en')}, and ${failure.adding.toLocaleString('en')} more do not fit.`;
    case 'source_too_large':
      return `“${failure.title || 'Untitled'}” is ${bytesInWords(failure.bytes)}; a source may have up to ${bytesInWords(failure.maxBytes)}. Split it into parts.`;
    case 'sources_too_large':
      return `The document’s sources would be ${bytesInWords(failure.bytes)} together; it holds up to ${bytesInWords(failure.maxBytes)}.`;
    case 'storage_failed':
      return 'This browser could not save the change. What you typed is still here; reload the page and try again.';
    case 'unreachable':
      return 'The sample is on the server, which cannot be reached right now. Try again when it is back.';
  }
}
