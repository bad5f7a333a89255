import type { RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages';
import { permanent, transient } from '../../shared/protocol/failure.ts';
import { noUsage, type Usage } from '../../shared/recipes/usage.ts';
import type { CallEnd } from './model.ts';

/** What has been read of one streamed answer so far. */
export type Answer = {
  /** As the provider names it. */
  readonly model: string;
  readonly usage: Usage | null;
  readonly stop: StopReason | null;
  /** The provider's own words for a refusal. */
  readonly refusal: string;
  /** The provider's end event came: nothing that happens to the socket afterwards matters (L6). */
  readonly whole: boolean;
};

export const emptyAnswer = (model: string): Answer => ({ model, usage: null, stop: null, refusal: '', whole: false });

/** The text that an event adds. Thinking, its signatures and pings add none. */
export function textOf(event: RawMessageStreamEvent): string {
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') return event.delta.text;
  if (event.type === 'content_block_start' && event.content_block.type === 'text') return event.content_block.text;
  return '';
}

/** The answer after an event; the same object when the event only brought text. */
export function withEvent(answer: Answer, event: RawMessageStreamEvent): Answer {
  switch (event.type) {
    case 'message_start':
      // Other servers leave the name out.
      return { ...answer, model: event.message.model || answer.model, usage: withUsage(answer.usage, event.message.usage) };
    case 'message_delta':
      return {
        ...answer,
        usage: withUsage(answer.usage, event.usage),
        stop: event.delta.stop_reason,
        refusal: event.delta.stop_details?.explanation ?? '',
      };
    case 'message_stop':
      return { ...answer, whole: true };
    default:
      return answer;
  }
}

/** How a call ended whose stream ended by itself. */
export function endOf({ model, usage, stop, refusal, whole }: Answer, scrub: (text: string) => string): CallEnd {
  if (!whole) {
    return { type: 'failed', failure: transient('truncated', { detail: 'The answer ended without its end event.' }), usage };
  }
  if (stop === 'refusal') {
    return { type: 'failed', failure: permanent('refusal', { free: false, detail: scrub(refusal) }), usage };
  }
  return { type: 'done', stop: isCutOff(stop) ? 'length' : 'end', usage: usage ?? noUsage, model };
}

function isCutOff(stop: StopReason | null): boolean {
  switch (stop) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
    case 'pause_turn':
      return true;
    // We offer no tools; a server that stops for one all the same has said what it had to say.
    case 'tool_use':
    case 'end_turn':
    case 'stop_sequence':
    case 'refusal':
    case null:
      return false;
  }
}

type WireUsage = {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
};

/** Later counts replace earlier ones: the provider's are cumulative. Other servers leave some or all of them out. */
function withUsage(before: Usage | null, said: WireUsage | undefined): Usage | null {
  if (!said) return before;
  const known = before ?? noUsage;
  return {
    input: said.input_tokens ?? known.input,
    output: said.output_tokens ?? known.output,
    cacheRead: said.cache_read_input_tokens ?? known.cacheRead,
    cacheWrite: said.cache_creation_input_tokens ?? known.cacheWrite,
  };
}
