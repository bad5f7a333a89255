import type { Failure } from '../../shared/protocol/failure.ts';

/**
 * A failure in one sentence or two, for whoever runs the program: what happened, and what to do. `provider` is its name, or the host
 * that stands in for it. Where our own check has said it exactly (a prompt that is too long, a missing key), its words are used.
 */
export function sentenceOf(failure: Failure, provider: string): string {
  switch (failure.reason) {
    case 'rate_limit':
      return `${provider} asked for a pause and took nothing for a day. Retry when it does again.`;
    case 'overloaded':
      return `${provider} was overloaded each time it was asked. Retry later.`;
    case 'server_error':
      return `${provider} answered with an error of its own. Retry later.`;
    case 'unreachable':
      return `${provider} could not be reached from the server. Check its network and retry.`;
    case 'truncated':
    case 'reset':
      return `The connection to ${provider} broke off in the middle of the answer. The text until then is kept; retry starts it again.`;
    case 'silent_start':
      return `${provider} did not begin to answer in time. Retry later.`;
    case 'silent':
      return `${provider} fell silent in the middle of the answer. The text until then is kept; retry starts it again.`;
    case 'lost':
      return 'The server stopped while this was being written. The text until then is kept; retry starts it again and may cost it twice.';
    case 'invalid_output':
      return 'The model’s answer did not have the form that was asked for. Retry asks again.';
    case 'no_key':
      return failure.detail || 'No Anthropic API key configured. Set ANTHROPIC_API_KEY on the server, or choose the demo model.';
    case 'key_refused':
      return `${provider} refused the API key${statusOf(failure)}. Set a valid ANTHROPIC_API_KEY on the server and retry.`;
    case 'billing':
      return `${provider} asks for payment${statusOf(failure)}. Settle it there and retry.`;
    case 'bad_request':
      return `${provider} did not accept the request${statusOf(failure)}. ${failure.detail}`.trim();
    case 'unknown_model':
      return `${provider} does not know this model${statusOf(failure)}. Choose another.`;
    case 'prompt_too_long':
      // Without a status it was found here before anything was sent, in a sentence that names what to leave out.
      return failure.status !== null || failure.detail === ''
        ? 'The prompt and its sources are longer than this model takes. Use fewer sources or a larger model.'
        : failure.detail;
    case 'refusal':
      return 'The model declined to answer. Nothing was changed. Edit the prompt and try again.';
    case 'cancelled':
      return 'This was cancelled.';
    case 'block_busy':
      return 'Another job is writing the same block. Retry when it has ended.';
    case 'old_recipe':
      return 'Made by an older version: Retry starts it with today’s.';
    case 'bad_brief':
      return `The job’s input does not fit its kind. ${failure.detail}`.trim();
    case 'internal':
      return 'Something went wrong on the server. Its log says what.';
  }
}

/** True if the same job may succeed when it is retried as it is. */
export const isRetryable = (failure: Failure): boolean =>
  failure.type === 'transient' || failure.reason === 'block_busy' || failure.reason === 'old_recipe';

const statusOf = ({ status }: Failure): string => (status === null ? '' : ` (${status})`);
