import { type Failure, transient } from '../../shared/protocol/failure.ts';
import { estimateTokens } from '../../shared/recipes/model-request.ts';
import { costOf, isFree } from '../../shared/recipes/prices.ts';
import { noUsage, tokensOf, type Usage } from '../../shared/recipes/usage.ts';
import type { CallResult, CallRow, Calls, StoreTx } from '../store/store.ts';
import { monthOf } from './monthly-cap.ts';
import { promptTokens } from './prompt-size.ts';

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

/** Adds what a call used to its person's totals and to its month's spending, in the transaction that ends it (L7). */
export async function countPaid(tx: StoreTx, call: CallRow): Promise<void> {
  const model = call.end === null ? null : await tx.calls.model(call.id);
  if (call.end === null || model === null || isFree(model)) return;
  const usage = call.end.type === 'done' ? call.end.usage : await spentOn(tx.calls, call, failureOf(call.end));
  const tokens = tokensOf(usage);
  if (tokens === 0) return;
  const rows = tx.of(call.account);
  await rows.addToTotals({ paid: tokens });
  const micros = costOf(model, usage, call.end.endedAt);
  const spent = micros === null ? { micros: 0, unpriced: 1 } : { micros, unpriced: 0 };
  await rows.addToSpending(monthOf(call.end.endedAt), spent);
}
