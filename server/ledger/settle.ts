import type { BootId } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Log } from '../log.ts';
import type { CallResult, Store } from '../store/store.ts';
import type { Hub } from './hub.ts';
import type { TextLog } from './log.ts';
import type { OpenCall } from './open-calls.ts';
import { countPaid } from './spent.ts';

export type SettleDeps = {
  readonly store: Store;
  readonly owner: BootId;
  readonly textLog: TextLog;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  /** The ledger's lifetime. */
  readonly signal: AbortSignal;
};

const firstRetryMs = 50;
const longestRetryMs = 5_000;

/**
 * Writes the rest of a call's text and its end in one transaction, then tells the readers. An end is never thrown away: a store that
 * refuses is asked again for as long as the process lives. Ends nothing that is not ours or not open any more (L9).
 */
export function createSettle({ store, owner, textLog, hub, clock, sleep, log, signal }: SettleDeps) {
  const write = async (call: OpenCall, result: CallResult): Promise<void> => {
    const { isOurs, published } = await store.transaction(async (tx) => {
      const rest = await textLog.appendRest(tx, call);
      const isOurs = await tx.calls.settle(owner, call.id, result, clock.now());
      const ended = await tx.calls.get(call.id);
      if (isOurs && ended !== null) await countPaid(tx, ended);
      // A write that seemed to fail may have been made: the end is ours then, and no reader has heard of it.
      const wasOurs = ended?.owner === owner && ended.end?.type === result.type;
      return { isOurs: isOurs || wasOurs, ...rest };
    });
    if (!isOurs) return;
    published();
    hub.call(call.account, call.id, result.type);
  };

  return (call: OpenCall, result: CallResult): Promise<void> =>
    textLog.inTurn(async () => {
      for (let waitMs = firstRetryMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
        try {
          return await write(call, result);
        } catch (error) {
          log.error({ call: call.id, error }, 'The end of a call could not be written; trying again.');
          await sleep(waitMs);
        }
      }
    });
}

export type Settle = ReturnType<typeof createSettle>;
