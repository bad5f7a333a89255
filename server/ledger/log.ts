import type { BootId, CallId } from '../../shared/kernel/brand.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import type { Log } from '../log.ts';
import type { Store, StoreTx } from '../store/store.ts';
import type { Hub } from './hub.ts';
import type { OpenCall } from './open-calls.ts';

/** Text of open calls is written this often, the first of a call at once. */
const tickMs = 100;

/**
 * The ledger's log: text on its way from the provider to disk, and only from there to readers (L4). Writes happen one after the
 * other; each takes along all that has come in meanwhile, of every open call.
 */
export type TextLog = {
  /** Takes in text. Never waits. */
  readonly add: (call: OpenCall, text: string) => void;
  /** Does a write after all earlier ones. */
  readonly inTurn: <T>(write: () => Promise<T>) => Promise<T>;
  /** Appends what a call still has pending, within a transaction that also ends it; `published` tells readers after the commit. */
  readonly appendRest: (tx: StoreTx, call: OpenCall) => Promise<{ readonly published: () => void }>;
};

export type TextLogDeps = {
  readonly store: Store;
  readonly owner: BootId;
  readonly hub: Hub;
  readonly sleep: Sleep;
  readonly log: Log;
};

export function createTextLog({ store, owner, hub, sleep, log }: TextLogDeps): TextLog {
  const dirty = new Set<OpenCall>();
  let isTicking = false;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const turn = last.then(write);
    last = turn.catch(() => undefined);
    return turn;
  };

  const tick = (): void => {
    if (isTicking) return;
    isTicking = true;
    void sleep(tickMs).then(() => {
      isTicking = false;
      return inTurn(flush);
    });
  };

  /** One transaction for all texts that are pending. A write that fails keeps them for the next tick. */
  const flush = async (): Promise<void> => {
    const calls = [...dirty].filter((call) => wholePart(call.pending) !== '');
    dirty.clear();
    if (calls.length === 0) return;
    const texts = calls.map((call) => ({ call: call.id, offset: call.logged, text: wholePart(call.pending) }));
    let written: ReadonlySet<CallId>;
    try {
      written = await store.transaction((tx) => tx.calls.append(owner, texts));
    } catch (error) {
      log.error({ error }, 'The text of open calls could not be written; trying again.');
      for (const call of calls) dirty.add(call);
      tick();
      return;
    }
    calls.forEach((call, at) => {
      const text = texts[at]?.text ?? '';
      if (written.has(call.id)) publish(call, text);
      else call.socket.abort(); // L9: the call is no longer ours, or no longer open
    });
  };

  const publish = (call: OpenCall, text: string): void => {
    const offset = call.logged;
    call.pending = call.pending.slice(text.length);
    call.logged += text.length;
    hub.text(call.account, call.id, offset, text);
  };

  return {
    add: (call, text) => {
      const isFirst = call.logged === 0 && call.pending === '';
      call.pending += text;
      dirty.add(call);
      if (isFirst) void inTurn(flush);
      else tick();
    },
    inTurn,
    appendRest: async (tx, call) => {
      const text = call.pending;
      if (text === '') return { published: () => undefined };
      await tx.calls.append(owner, [{ call: call.id, offset: call.logged, text }]);
      return { published: () => publish(call, text) };
    },
  };
}

/** Text without half a character at its end: the database keeps UTF-8, which has none. The other half comes with the next piece. */
const wholePart = (text: string): string => (/[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text);
