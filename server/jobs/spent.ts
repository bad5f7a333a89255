import { type Failure, transient } from '../../shared/protocol/failure.ts';
import { estimateTokens, noUsage, type Usage } from '../../shared/recipes/model-request.ts';
import { promptTokens } from '../ledger/prompt-size.ts';
import type { CallResult, CallRow, Calls } from '../store/store.ts';

/** Why a call did not succeed. One that was lost may have been paid for (L7). */
export const failureOf = (end: Exclude<CallResult, { type: 'done' }>): Failure =>
  end.type === 'lost' ? transient('lost') : end.failure;

/**
 * What a failed call used: nothing if it was refused for free; else what the provider reported, and where it said nothing a bounded
 * guess from the prompt and the logged text (L7).
 */
export async function spentOn(calls: Calls, call: CallRow, failure: Failure): Promise<Usage> {
  if (failure.free) return noUsage;
  const reported = call.end?.type === 'failed' ? call.end.usage : null;
  const output = estimateTokens(await calls.text(call.id, 0));
  // A stream that breaks off has reported its output only up to its start.
  if (reported !== null) return { ...reported, output: Math.max(reported.output, output) };
  const request = await calls.request(call.id);
  return { ...noUsage, input: request === null ? 0 : promptTokens(request), output };
}
