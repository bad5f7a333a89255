import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod/mini';
import { alone, type Comparison, type Section } from '../comparison.ts';
import { inDigits, median } from '../figures.ts';
import { startRedis } from '../redis.ts';
import { type Role, startRole } from '../role.ts';
import { type RunOptions, repeat, tell } from '../run.ts';

/*
 *   source ──deltas──► way (ledger with or without readers · raw · peer) ──HTTP──► readers in a process of their own
 *
 * The log's share is what the ledger costs without readers less what making the deltas costs; the relay's is what readers add to that.
 */

const calls = 1_000;
const [warmMs, windowMs, holdMs, patienceMs] = [2_500, 5_000, 300_000, 5_000];
type WayName = 'source' | 'ledger' | 'raw' | 'peer';

const usedSchema = z.object({ cpuUs: z.number(), made: z.number(), rss: z.number() });
const heardSchema = z.object({
  /** Not a number where nothing arrived. */
  p99: z.union([z.number(), z.nan()]),
  inWindow: z.number(),
  arrived: z.number(),
  faults: z.number(),
});
const keptSchema = z.object({ made: z.number(), exact: z.number() });
type Run = {
  readonly cpuUs: number;
  readonly heard: z.infer<typeof heardSchema> | null;
  readonly deliveredPerSecond: number;
  readonly exact: number;
  readonly isWhole: boolean;
  readonly callKb: number;
  readonly rssMb: readonly number[];
};

/** Text of 1,000 calls on its way to ten browsers. */
export async function measureRelay({ long, repeats }: RunOptions): Promise<Section> {
  const redis = await startRedis();
  try {
    const times = repeats ?? 3;
    const runs = await repeat(times, async (turn) => {
      tell(`relay, run ${turn + 1} of ${times}`);
      const source = await runWay('source', false);
      const log = await runWay('ledger', false);
      const ours = await runWay('ledger', true);
      const raw = await runWay('raw', true);
      const peer = typeof redis === 'string' ? null : await runWay('peer', true, redis.url);
      return { source, log, ours, raw, peer };
    });
    const absent = typeof redis === 'string' ? redis : '';
    const held = long ? await holdFive() : [];
    return { comparisons: [...compared(runs, absent), ...held], notes: notesOn(runs) };
  } finally {
    if (typeof redis !== 'string') await redis.end();
  }
}

type Round = { readonly source: Run; readonly log: Run; readonly ours: Run; readonly raw: Run; readonly peer: Run | null };

function compared(runs: readonly Round[], absent: string): readonly Comparison[] {
  const net = (of: (round: Round) => Run) => runs.map((round) => of(round).cpuUs - round.source.cpuUs);
  const peers = runs.flatMap(({ peer, source }) => (peer === null ? [] : [{ ...peer, netUs: peer.cpuUs - source.cpuUs }]));
  const peer = (value: (run: (typeof peers)[number]) => number) => [
    peers.length === 0 ? { by: 'resumable-stream', absent } : { by: 'resumable-stream', values: peers.map(value) },
  ];
  const raw = (values: readonly number[]) => [{ by: 'raw node:http SSE', values: [...values] }];
  return [
    {
      what: 'relay alone (with readers less without)',
      unit: 'µs of CPU a delta',
      ours: runs.map(({ ours, log }) => ours.cpuUs - log.cpuUs),
      peers: peer(({ netUs }) => netUs),
      limits: raw(net(({ raw }) => raw)),
      budget: { atMost: 5 },
    },
    { ...alone, what: 'log alone', unit: 'µs of CPU a delta', ours: net(({ log }) => log), budget: { atMost: 3 } },
    {
      what: 'a delta’s age at its reader, p99',
      unit: 'ms',
      ours: runs.map(({ ours }) => ours.heard?.p99 ?? Number.NaN),
      peers: peer(({ heard }) => heard?.p99 ?? Number.NaN),
      limits: raw(runs.map(({ raw }) => raw.heard?.p99 ?? Number.NaN)),
      budget: { atMost: 250 },
    },
    {
      what: `deltas delivered (50,000 are made)`,
      unit: 'a second',
      ours: runs.map(({ ours }) => ours.deliveredPerSecond),
      peers: peer(({ deliveredPerSecond }) => deliveredPerSecond),
      limits: raw(runs.map(({ raw }) => raw.deliveredPerSecond)),
      budget: { atLeast: 49_000 },
    },
    {
      ...alone,
      what: 'calls whose text is whole on the disk and at the reader',
      unit: `of ${calls}`,
      ours: runs.map(({ ours }) => (ours.isWhole ? ours.exact : 0)),
      peers: [{ by: 'resumable-stream', absent: 'keeps nothing on a disk' }],
      budget: { atLeast: calls },
    },
    {
      ...alone,
      what: 'memory while it streams',
      unit: 'kB an active call',
      ours: runs.map(({ ours }) => ours.callKb),
      peers: peer(({ callKb }) => callKb),
      limits: raw(runs.map(({ raw }) => raw.callKb)),
      budget: { atMost: 60 },
    },
  ];
}

function notesOn(runs: readonly Round[]): readonly string[] {
  const sourceUs = inDigits(median(runs.map(({ source }) => source.cpuUs)));
  return [
    `Making a delta costs ${sourceUs} µs, taken off all figures of CPU.`,
    'The peer’s Redis has CPU of its own, which is not counted. It has one connection a call and passes on each delta by itself; the others bundle for 100 ms, which is in the ages.',
  ];
}

/** One way, warmed up and then measured for a window. */
async function runWay(way: WayName, hasReaders: boolean, redis = '', forMs = windowMs): Promise<Run> {
  const server = await startRole('relay/server', way, String(calls), redis);
  const origin = await server.ask('origin', z.string());
  const readers = hasReaders ? await startRole('relay/reader', way, origin, String(calls)) : null;
  try {
    await readers?.ask('connect', z.unknown());
    const before = await server.ask('memory', z.number());
    await server.ask('start', z.unknown());
    await sleep(warmMs);
    await readers?.ask('reset', z.unknown());
    const from = { ...(await server.ask('used', usedSchema)), at: performance.now() };
    const rss = await watchMemory(forMs, async () => (await server.ask('used', usedSchema)).rss);
    const to = { ...(await server.ask('used', usedSchema)), at: performance.now() };
    const heard = (await readers?.ask('figures', heardSchema)) ?? null;
    const kept = await server.ask('finish', keptSchema);
    const atEnd = readers === null ? null : await heardAll(readers, kept.made);
    return {
      cpuUs: (to.cpuUs - from.cpuUs) / (to.made - from.made),
      heard,
      deliveredPerSecond: ((heard?.inWindow ?? 0) / (to.at - from.at)) * 1_000,
      exact: kept.exact,
      isWhole: atEnd !== null && atEnd.faults === 0 && atEnd.arrived === kept.made,
      callKb: (to.rss - before) / 1_024 / calls,
      rssMb: rss.map((bytes) => bytes / 1_024 ** 2),
    };
  } finally {
    await readers?.end();
    await server.end();
  }
}

/** What the readers have once everything is there, or after a while. */
async function heardAll(readers: Role, made: number): Promise<z.infer<typeof heardSchema>> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const heard = await readers.ask('figures', heardSchema);
    if (heard.arrived >= made || performance.now() > until) return heard;
    await sleep(100);
  }
}

/** Looks ten times, evenly. */
async function watchMemory(forMs: number, look: () => Promise<number>): Promise<readonly number[]> {
  return repeat(10, async () => {
    await sleep(forMs / 10);
    return look();
  });
}

/** The same for five minutes. */
async function holdFive(): Promise<readonly Comparison[]> {
  tell('relay, held for 5 minutes');
  const run = await runWay('ledger', true, '', holdMs);
  const [first = Number.NaN] = run.rssMb;
  const wholeCalls = run.isWhole ? run.exact : 0;
  const what = 'held for 5 minutes: ';
  return [
    { ...alone, what: `${what}calls whose text is whole`, unit: `of ${calls}`, ours: [wholeCalls], budget: { atLeast: calls } },
    { ...alone, what: `${what}age p99`, unit: 'ms', ours: [run.heard?.p99 ?? Number.NaN], budget: { atMost: 250 } },
    { ...alone, what: `${what}memory after half a minute`, unit: 'MB', ours: [first] },
    { ...alone, what: `${what}memory at the end`, unit: 'MB', ours: [run.rssMb.at(-1) ?? Number.NaN] },
  ];
}
