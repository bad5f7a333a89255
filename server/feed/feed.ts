import { type AccountId, type BootId, type CallId, parseCallId, type Seq, seq } from '../../shared/kernel/brand.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { CallState, FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import type { CallRow, Store, StoreTx } from '../store/store.ts';
import type { FeedHub } from './hub.ts';
import { createInbox, type News } from './inbox.ts';
import type { Presence } from './presence.ts';

/*
 *   listen at the hub ─► hello ─► (reset, end)
 *                          └─► rows, page by page ─► open calls: text so far ─► live: rows, text, ends, bells ─► (stopping)
 *
 * What comes in while the store is read waits in the inbox, and what was read already is dropped by place or offset: so nothing is
 * lost between the two, and nothing is said twice (L4).
 */

export type FeedDeps = {
  readonly store: Store;
  readonly hub: Pick<FeedHub, 'listen'>;
  readonly presence: Pick<Presence, 'enter'>;
  readonly boot: BootId;
  readonly leaseMs: number;
  readonly clock: Clock;
  /** What is new was taken by a reader's connection, so long after it was told of. Must not throw. */
  readonly delivered: (lagMs: number) => void;
  /** Aborts when the server stops: every feed then says so and ends. */
  readonly stopping: AbortSignal;
};

/** The stream of one browser; each array goes out at once. `account` is who asks. Ends when `signal` aborts. */
export type Feed = (account: AccountId, input: FeedInput, signal: AbortSignal) => AsyncGenerator<readonly FeedMessage[]>;

const rowsPerPage = 500;
/** Text that may wait for a slow reader, in UTF-16 code units; past it the ledger is read instead. */
const maxWaitingChars = 1_000_000;

export function createFeed(deps: FeedDeps): Feed {
  return async function* feed(account, input, signal) {
    const refused = refusalOf(account, input);
    if (refused !== null) return yield [refused];
    const ended = AbortSignal.any([signal, deps.stopping]);
    const inbox = createInbox(maxWaitingChars, deps.clock);
    const unlisten = deps.hub.listen(account, inbox.listener);
    const leave = deps.presence.enter(account, input.driver);
    try {
      await noteName(deps.store, account, input);
      for await (const messages of follow(deps, account, input, inbox, ended)) {
        if (messages.length > 0) yield messages;
      }
      if (deps.stopping.aborted) yield [{ type: 'refused', reason: 'stopping' }];
    } finally {
      unlisten();
      leave();
    }
  };
}

/** What the device calls itself, for the others; a device's new name counts from its next feed on. */
async function noteName(store: Store, account: AccountId, { device, deviceName }: FeedInput): Promise<void> {
  if (deviceName !== undefined) await store.transaction((tx) => tx.of(account).nameDevice(device, deviceName));
}

function refusalOf(account: AccountId, input: FeedInput): FeedMessage | null {
  if (input.protocol !== protocolVersion) return { type: 'refused', reason: 'too_old' };
  return input.account === account ? null : { type: 'refused', reason: 'wrong_account' };
}

async function* follow(
  { store, boot, leaseMs, clock, delivered }: FeedDeps,
  account: AccountId,
  input: FeedInput,
  inbox: ReturnType<typeof createInbox>,
  signal: AbortSignal,
): AsyncGenerator<readonly FeedMessage[]> {
  yield [{ type: 'hello', storeId: store.storeId, boot, serverNow: clock.now(), leaseMs }];
  if (await mustReset(store, account, input)) {
    const isOlderCopy = await lacksWhatHas(store, account, input);
    return yield [{ type: 'reset', storeId: store.storeId, ...(isOlderCopy && { isOlderCopy }) }];
  }
  const rows = createRowReader(store, account, input);
  const texts = createTextReader(store, account, input);
  while (!signal.aborted && rows.hasMore()) yield await rows.page();
  if (!signal.aborted && !rows.isBelowFloor()) yield await texts.soFar();
  while (!signal.aborted && !rows.isBelowFloor()) {
    const news = await inbox.take(signal);
    if (signal.aborted) return;
    const messages = [...(await texts.of(news))];
    if (news.hasRows) messages.push(...(await rows.page()));
    if (news.hasBell) messages.push({ type: 'bell' });
    yield messages;
    // Whoever reads asks for more once the connection has taken this.
    delivered(clock.elapsed() - news.since);
    while (!signal.aborted && rows.hasMore()) yield await rows.page();
  }
}

/** S3: the copy belongs to another store, or to places that this one does not have. */
async function mustReset(store: Store, account: AccountId, { storeId, cursor }: FeedInput): Promise<boolean> {
  if (storeId !== null && storeId !== store.storeId) return true;
  const { newest } = await store.transaction((tx) => tx.of(account).bounds());
  return cursor > newest;
}

/** The store came from a backup that was made of the device's store, before the device's last rows were written. */
async function lacksWhatHas(store: Store, account: AccountId, { storeId, cursor }: FeedInput): Promise<boolean> {
  if (storeId === null || storeId !== store.restoredFrom) return false;
  return cursor > (await store.transaction((tx) => tx.of(account).restoredAt()));
}

/**
 * Reads a person's rows past a device's cursor, with the number of its last change that is in them (S2). Deletions below the floor may
 * be missing: a reader who has not come so far is told to begin anew, before its first row or later (S3). One that begins with nothing
 * has nothing that could have been deleted before.
 */
function createRowReader(store: Store, account: AccountId, input: FeedInput) {
  let cursor: Seq = input.cursor;
  let lastChange: number | null = null;
  let hasMore = true;
  let knownFloor: Seq | null = cursor === 0 ? null : seq(0);
  let isBelowFloor = false;
  return {
    hasMore: () => hasMore,
    /** The last page said that the device must begin anew. */
    isBelowFloor: () => isBelowFloor,
    /** The next rows; nothing if there are none and no change was settled. */
    page: async (): Promise<readonly FeedMessage[]> => {
      const page = await store.transaction(async (tx) => {
        const rows = tx.of(account);
        const { floor } = await rows.bounds();
        knownFloor ??= floor;
        isBelowFloor = cursor < floor && knownFloor < floor;
        const next = await rows.rowsAfter(cursor, rowsPerPage);
        // Rows of the device's own changes may be on a later page: until then they are not settled, or it would show what was before them.
        return { ...next, lastChange: next.more ? (lastChange ?? 0) : await rows.lastChange(input.device) };
      });
      if (isBelowFloor) {
        hasMore = false;
        return [{ type: 'reset', storeId: store.storeId }];
      }
      const from = cursor;
      const isNew = page.rows.length > 0 || page.lastChange !== lastChange;
      ({ cursor, lastChange } = page);
      hasMore = page.more;
      return isNew ? [{ type: 'rows', from, ...page }] : [];
    },
  };
}

/** Follows a person's calls, each from the place that the device has reached. */
function createTextReader(store: Store, account: AccountId, input: FeedInput) {
  const sent = new Map<CallId, number>();
  for (const [name, offset] of Object.entries(input.offsets)) {
    const call = parseCallId(name);
    if (call !== null) sent.set(call.id, offset);
  }

  const send = (call: CallId, offset: number, text: string): readonly FeedMessage[] => {
    const from = sent.get(call) ?? 0;
    const fresh = text.slice(Math.max(0, from - offset));
    if (fresh === '') return [];
    sent.set(call, offset + text.length);
    return [{ type: 'text', call, offset: offset + text.length - fresh.length, text: fresh }];
  };
  const fromLedger = async (tx: StoreTx, call: CallId): Promise<readonly FeedMessage[]> => {
    const from = sent.get(call) ?? 0;
    return send(call, from, await tx.calls.text(call, from));
  };

  return {
    /** Every open call, and those that the device names: their text from its offset on, then how they stand. */
    soFar: (): Promise<readonly FeedMessage[]> =>
      store.transaction(async (tx) => {
        const calls = new Map((await tx.calls.open(account)).map((call) => [call.id, call]));
        for (const id of sent.keys()) {
          const call = calls.get(id) ?? (await tx.calls.get(id));
          if (call?.account === account) calls.set(id, call);
        }
        const messages: FeedMessage[] = [];
        for (const call of calls.values()) {
          messages.push(...(await fromLedger(tx, call.id)), { type: 'call', call: call.id, state: stateOf(call) });
        }
        return messages;
      }),
    /** Texts before ends, so that an end always finds its text whole. */
    of: async ({ texts, calls }: News): Promise<readonly FeedMessage[]> => {
      const messages: FeedMessage[] = [];
      for (const [call, piece] of texts) {
        const isNext = piece !== null && piece.offset <= (sent.get(call) ?? 0);
        if (isNext) messages.push(...send(call, piece.offset, piece.text));
        else messages.push(...(await store.transaction((tx) => fromLedger(tx, call))));
      }
      for (const { call, state } of calls) {
        messages.push({ type: 'call', call, state });
        if (state !== 'open') sent.delete(call);
      }
      return messages;
    },
  };
}

const stateOf = (call: CallRow): CallState => call.end?.type ?? 'open';
