import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountId,
  bootId,
  type CallId,
  callId,
  deviceId,
  documentId,
  driverId,
  jobId,
  requestHash,
  seq,
  stepId,
  storeId,
} from '../../shared/kernel/brand.ts';
import { testNewId, testRandom } from '../../shared/kernel/random.ts';
import { type TestClock, testClock } from '../../shared/kernel/time.ts';
import type { FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite.ts';
import { createFeed, type Feed } from './feed.ts';
import { createHub, type FeedHub } from './hub.ts';
import { createPresence, type Presence } from './presence.ts';

const ann = accountId('ann');
const boot = bootId('boot');
const device = deviceId('dev');

let store: SqliteStore;
let clock: TestClock;
let hub: FeedHub;
let presence: Presence;
let stopping: AbortController;
let feed: Feed;
/** What each delivery took. */
let lags: number[];

beforeEach(async () => {
  clock = testClock();
  store = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock });
  hub = createHub();
  store.onCommit(hub.rowsChanged);
  presence = createPresence();
  stopping = new AbortController();
  lags = [];
  feed = createFeed({
    store,
    hub,
    presence,
    boot,
    leaseMs: 15_000,
    clock,
    delivered: (lagMs) => lags.push(lagMs),
    stopping: stopping.signal,
  });
});
afterEach(() => store.close());

const inputOf = (more: Partial<FeedInput> = {}): FeedInput => ({
  protocol: protocolVersion,
  account: ann,
  device,
  driver: driverId('dev.1'),
  storeId: store.storeId,
  cursor: seq(0),
  offsets: {},
  ...more,
});

/** A reader that takes what comes only when it is told to. */
const open = (more: Partial<FeedInput> = {}) => {
  const leaving = new AbortController();
  const stream = feed(ann, inputOf(more), leaving.signal);
  const heard: FeedMessage[] = [];
  const next = async (): Promise<readonly FeedMessage[]> => {
    const { value, done } = await stream.next();
    if (done || value === undefined) return [];
    heard.push(...value);
    return value;
  };
  const until = async (isThere: (message: FeedMessage) => boolean): Promise<readonly FeedMessage[]> => {
    while (!heard.some(isThere)) if ((await next()).length === 0) throw new Error('the feed ended');
    return heard;
  };
  const leave = async () => {
    leaving.abort();
    while (!(await stream.next()).done);
  };
  return { heard, next, until, leave, isOver: async () => (await stream.next()).done === true };
};

const isCaughtUp = (message: FeedMessage) => message.type === 'rows' && !message.more;
const putDocument = (id: string) =>
  store.transaction((tx) =>
    tx.of(ann).put('documents', {
      id: documentId(id),
      projectId: null,
      title: id,
      model: 'default',
      createdAt: clock.now(),
      changedAt: clock.now(),
    }),
  );
const rowsIn = (heard: readonly FeedMessage[]) => heard.flatMap((message) => (message.type === 'rows' ? message.rows : []));

const claim = async (attempt: number, account = ann): Promise<CallId> => {
  const [job, step] = [jobId(account === ann ? 'j1' : 'j2'), stepId('write')];
  const id = callId(job, step, attempt);
  await store.transaction((tx) =>
    tx.calls.claim({
      id,
      account,
      job,
      step,
      attempt,
      driver: driverId('dev.1'),
      owner: boot,
      requestHash: requestHash('h'),
      claimedAt: clock.now(),
      request: { model: 'demo', maxOutputTokens: 1, system: '', sources: '', task: '', output: { type: 'text' } },
    }),
  );
  return id;
};
/** As the ledger does: durable first, then told. */
const append = async (call: CallId, offset: number, text: string): Promise<void> => {
  await store.transaction((tx) => tx.calls.append(boot, [{ call, offset, text }]));
  hub.text(ann, call, offset, text);
};
const settle = async (call: CallId): Promise<void> => {
  await store.transaction((tx) => tx.calls.settle(boot, call, { type: 'lost' }, clock.now()));
  hub.call(ann, call, 'lost');
};
/** What a device makes of it; a hole is an error. */
const textOf = (heard: readonly FeedMessage[], call: CallId, known = ''): string =>
  heard.reduce((text, message) => {
    if (message.type !== 'text' || message.call !== call) return text;
    expect(message.offset).toBe(text.length);
    return text + message.text;
  }, known);

describe('rows', () => {
  it('[S3] come after the greeting, page by page, to the end', async () => {
    for (let n = 1; n <= 501; n += 1) await putDocument(`d${n}`);
    const reader = open();
    const heard = await reader.until(isCaughtUp);
    expect(heard[0]).toEqual({ type: 'hello', storeId: store.storeId, boot, serverNow: clock.now(), leaseMs: 15_000 });
    expect(heard.slice(1)).toMatchObject([
      { type: 'rows', from: 0, cursor: 500, more: true },
      { type: 'rows', from: 500, cursor: 501, more: false },
    ]);
    expect(rowsIn(heard)).toHaveLength(501);
    await reader.leave();
  });

  it('[S2] name a change of the device only once they are all sent: its rows may be on the last page', async () => {
    for (let n = 1; n <= 501; n += 1) await putDocument(`d${n}`);
    await store.transaction((tx) => tx.of(ann).setLastChange(device, 4));
    const reader = open();
    expect((await reader.until(isCaughtUp)).slice(1)).toMatchObject([
      { more: true, lastChange: 0 },
      { more: false, lastChange: 4 },
    ]);
    await reader.leave();
  });

  it('[S3] come from the device’s cursor on, and a device that has all is told so', async () => {
    await putDocument('d1');
    await putDocument('d2');
    const reader = open({ cursor: seq(1) });
    expect(rowsIn(await reader.until(isCaughtUp))).toMatchObject([{ seq: 2, id: 'd2' }]);
    await reader.leave();
    const current = open({ cursor: seq(2) });
    expect((await current.until(isCaughtUp)).at(-1)).toEqual({
      type: 'rows',
      rows: [],
      from: 2,
      cursor: 2,
      lastChange: 0,
      more: false,
    });
    await current.leave();
  });

  it('come as they change, those of a moment together', async () => {
    const reader = open();
    await reader.until(isCaughtUp);
    await putDocument('d1');
    await putDocument('d2');
    expect(await reader.next()).toMatchObject([{ type: 'rows', rows: [{ id: 'd1' }, { id: 'd2' }], cursor: 2 }]);
    await reader.leave();
  });

  it('[S2] name the last change of the device, also when it changed no row', async () => {
    const reader = open();
    await reader.until(isCaughtUp);
    await store.transaction((tx) => tx.of(ann).setLastChange(device, 4));
    hub.rowsChanged([ann]);
    expect(await reader.next()).toEqual([{ type: 'rows', rows: [], from: 0, cursor: 0, lastChange: 4, more: false }]);
    hub.rowsChanged([ann]);
    hub.bell();
    expect(await reader.next()).toEqual([{ type: 'bell' }]);
    await reader.leave();
  });

  it('of one person are not told to another', async () => {
    const reader = open();
    await reader.until(isCaughtUp);
    await store.transaction((tx) => tx.of(accountId('bob')).remove('documents', 'none'));
    hub.rowsChanged([accountId('bob')]);
    hub.text(accountId('bob'), await claim(1, accountId('bob')), 0, 'secret');
    hub.bell();
    expect(await reader.next()).toEqual([{ type: 'bell' }]);
    await reader.leave();
  });
});

describe('a device with another copy', () => {
  it('[S3] is told to begin anew under another store, and past what this one has', async () => {
    await putDocument('d1');
    for (const more of [{ storeId: storeId('old') }, { cursor: seq(2) }]) {
      const reader = open(more);
      await reader.until((message) => message.type === 'reset');
      expect(reader.heard.map((message) => message.type)).toEqual(['hello', 'reset']);
      expect(await reader.isOver()).toBe(true);
    }
  });

  it('[S3] is told to begin anew below the floor, though its feed is open; one that copies from nothing is not', async () => {
    for (const id of ['d1', 'd2', 'd3']) await putDocument(id);
    const state = { floor: seq(2) };
    const pruned: Pick<SqliteStore, 'transaction'> = {
      transaction: (run) =>
        store.transaction((tx) => {
          const of: typeof tx.of = (account) => {
            const rows = tx.of(account);
            return { ...rows, bounds: async () => ({ ...(await rows.bounds()), floor: state.floor }) };
          };
          return run({ ...tx, of });
        }),
    };
    const delivered = () => undefined;
    const deps = { hub, presence, boot, leaseMs: 15_000, clock, delivered, stopping: stopping.signal };
    feed = createFeed({ ...deps, store: { ...store, ...pruned } });
    const behind = open({ cursor: seq(1) });
    await behind.until((message) => message.type === 'reset');
    expect(rowsIn(behind.heard)).toEqual([]);
    expect(await behind.isOver()).toBe(true);
    const [fresh, level] = [open(), open({ cursor: seq(2) })];
    for (const reader of [fresh, level]) await reader.until(isCaughtUp);
    expect([fresh, level].map(({ heard }) => rowsIn(heard).length)).toEqual([3, 1]);
    state.floor = seq(9);
    hub.rowsChanged([ann]);
    await level.until((message) => message.type === 'reset');
    expect(await level.isOver()).toBe(true);
    await fresh.leave();
  });

  it('says how long news waited until its reader had taken them', async () => {
    const reader = open();
    await reader.until(isCaughtUp);
    const taken = reader.next();
    await putDocument('late');
    await taken;
    clock.advance(40);
    const more = reader.next();
    hub.bell();
    await more;
    expect(lags).toEqual([40]);
    await reader.leave();
  });

  it('is refused under another account or version', async () => {
    const wrong = open({ account: accountId('bob') });
    expect(await wrong.next()).toEqual([{ type: 'refused', reason: 'wrong_account' }]);
    expect(await wrong.isOver()).toBe(true);
    const old = open({ protocol: 0 });
    expect(await old.next()).toEqual([{ type: 'refused', reason: 'too_old' }]);
    expect(await old.isOver()).toBe(true);
  });
});

describe('text', () => {
  it('[L4] of every open call comes from the named offset, else from the start, with its state', async () => {
    const [one, two] = [await claim(1), await claim(2)];
    await append(one, 0, 'Hello world');
    await append(two, 0, 'Second');
    const reader = open({ offsets: { [one]: 6 } });
    const heard = await reader.until((message) => message.type === 'call' && message.call === two);
    expect(heard.filter((message) => message.type === 'text' || message.type === 'call')).toEqual([
      { type: 'text', call: one, offset: 6, text: 'world' },
      { type: 'call', call: one, state: 'open' },
      { type: 'text', call: two, offset: 0, text: 'Second' },
      { type: 'call', call: two, state: 'open' },
    ]);
    await reader.leave();
  });

  it('[L4] of a call that ended while the device was away comes whole, with its end, if the device names it', async () => {
    const [named, other] = [await claim(1), await claim(2)];
    await append(named, 0, 'Hello world');
    await settle(named);
    await settle(other);
    const foreign = await claim(1, accountId('bob'));
    const reader = open({ offsets: { [named]: 5, [foreign]: 0, 'not a call': 3 } });
    const heard = await reader.until((message) => message.type === 'call');
    expect(heard.filter((message) => message.type === 'text' || message.type === 'call')).toEqual([
      { type: 'text', call: named, offset: 5, text: ' world' },
      { type: 'call', call: named, state: 'lost' },
    ]);
    await reader.leave();
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    '[L4] is never lost or doubled between what is read and what is live (seed %i)',
    async (seed) => {
      const random = testRandom(seed);
      const call = await claim(1);
      const whole = Array.from({ length: 60 }, (_, at) => `word${at} `);
      const known = whole.slice(0, Math.floor(random() * 10)).join('');
      const write = async () => {
        let offset = 0;
        for (const text of whole) {
          await append(call, offset, text);
          offset += text.length;
          for (let wait = Math.floor(random() * 8); wait > 0; wait -= 1) await Promise.resolve();
        }
        await settle(call);
      };
      const reader = open({ offsets: { [call]: known.length } });
      const writing = write();
      const heard = await reader.until((message) => message.type === 'call' && message.state === 'lost');
      await writing;
      expect(textOf(heard, call, known)).toBe(whole.join(''));
      expect(heard.findLastIndex((message) => message.type === 'text')).toBeLessThan(
        heard.findIndex((message) => message.type === 'call' && message.state === 'lost'),
      );
      await reader.leave();
    },
  );

  it('is not kept in memory without end for a slow reader, who still gets all of it', async () => {
    const call = await claim(1);
    const reader = open();
    await reader.until((message) => message.type === 'call');
    const piece = 'x'.repeat(300_000);
    for (let n = 0; n < 10; n += 1) await append(call, n * piece.length, piece);
    await settle(call);
    const heard = await reader.until((message) => message.type === 'call' && message.state === 'lost');
    expect(textOf(heard, call)).toHaveLength(3_000_000);
    await reader.leave();
  });
});

describe('the end of a feed', () => {
  it('is told when the server stops', async () => {
    const reader = open();
    await reader.until(isCaughtUp);
    const last = reader.next();
    stopping.abort();
    expect(await last).toEqual([{ type: 'refused', reason: 'stopping' }]);
    expect(await reader.isOver()).toBe(true);
  });

  it('is noticed once a driver’s last feed has closed', async () => {
    const closed: string[] = [];
    presence.onClose((account, driver) => closed.push(`${account} ${driver}`));
    const [one, two] = [open(), open()];
    await one.until(isCaughtUp);
    await two.until(isCaughtUp);
    expect(presence.isPresent(driverId('dev.1'))).toBe(true);
    await one.leave();
    expect(closed).toEqual([]);
    await two.leave();
    expect(closed).toEqual(['ann dev.1']);
    expect(presence.isPresent(driverId('dev.1'))).toBe(false);
  });
});
