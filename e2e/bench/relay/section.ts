import { alone, attempt, type Comparison, type Section, whyOf } from '../comparison.ts';
import { inDigits, median } from '../figures.ts';
import { startRedis } from '../redis.ts';
import { type RunOptions, repeat, tell } from '../run.ts';
import { measureFirstText } from './first-text.ts';
import { holdFive } from './hold.ts';
import { measureIngest } from './ingest.ts';
import { calls, type Run, runWay, type WayName } from './ways.ts';

/** Text of 1,000 calls on its way to ten browsers; before that, from the provider; and how soon its first word is there. */
export async function measureRelay({ long, repeats }: RunOptions): Promise<Section> {
  const times = repeats ?? 3;
  const notes: string[] = [];
  const streams = await attempt('relay, 1,000 calls', async () => {
    const { rounds, absent } = await playRounds(times);
    notes.push(...notesOn(rounds));
    return compared(rounds, absent);
  });
  const ingest = await attempt('relay, from the provider', () => measureIngest(times));
  const first = await attempt('relay, first text', () => measureFirstText(times * 10));
  const held = long ? await attempt('relay, held for 5 minutes', holdFive) : [];
  return { comparisons: [...streams, ...ingest, ...first, ...held], notes: [...notes, firstTextNote] };
}

/** All ways in turn, so often. `absent`: why the peers have no figures, where they have none. */
async function playRounds(times: number): Promise<{ readonly rounds: readonly Round[]; readonly absent: string }> {
  const redis = await startRedis();
  let absent = typeof redis === 'string' ? redis : '';
  const peerRun = async (way: WayName): Promise<Run | null> => {
    if (typeof redis === 'string') return null;
    return runWay(way, true, redis.url).catch((error: unknown) => {
      absent = `could not be measured: ${whyOf(error)}`;
      return null;
    });
  };
  try {
    const rounds = await repeat(times, async (turn) => {
      tell(`relay, run ${turn + 1} of ${times}`);
      const source = await runWay('source', false);
      const log = await runWay('ledger', false);
      const ours = await runWay('ledger', true);
      const raw = await runWay('raw', true);
      return { source, log, ours, raw, peer: await peerRun('peer'), bundled: await peerRun('bundled peer') };
    });
    return { rounds, absent };
  } finally {
    if (typeof redis !== 'string') await redis.end();
  }
}

/*
 * The log's share is what the ledger costs without readers less what making the deltas costs; the relay's is what readers add to that.
 */

type Round = {
  readonly source: Run;
  readonly log: Run;
  readonly ours: Run;
  readonly raw: Run;
  readonly peer: Run | null;
  readonly bundled: Run | null;
};

function compared(rounds: readonly Round[], absent: string): readonly Comparison[] {
  const net = (of: (round: Round) => Run) => rounds.map((round) => of(round).cpuUs - round.source.cpuUs);
  const peerIn = (by: string, of: (round: Round) => Run | null, value: (run: Run, source: Run) => number) => {
    const values = rounds.flatMap((round) => {
      const run = of(round);
      return run === null ? [] : [value(run, round.source)];
    });
    return values.length === 0 ? { by, absent } : { by, values };
  };
  const peer = (value: (run: Run, source: Run) => number) => [
    peerIn('resumable-stream', (round) => round.peer, value),
    peerIn('resumable-stream, bundled as ours', (round) => round.bundled, value),
  ];
  const raw = (values: readonly number[]) => [{ by: 'raw node:http SSE', values: [...values] }];
  return [
    {
      what: 'relay alone (with readers less without)',
      unit: 'µs of CPU a delta',
      ours: rounds.map(({ ours, log }) => ours.cpuUs - log.cpuUs),
      peers: peer((run, source) => run.cpuUs - source.cpuUs),
      limits: raw(net(({ raw }) => raw)),
      budget: { atMost: 5 },
    },
    { ...alone, what: 'log alone', unit: 'µs of CPU a delta', ours: net(({ log }) => log), budget: { atMost: 3 } },
    {
      what: 'a delta’s age at its reader, p99',
      unit: 'ms',
      ours: rounds.map(({ ours }) => ours.heard?.p99 ?? Number.NaN),
      peers: peer(({ heard }) => heard?.p99 ?? Number.NaN),
      limits: raw(rounds.map(({ raw }) => raw.heard?.p99 ?? Number.NaN)),
      budget: { atMost: 250 },
    },
    {
      what: `deltas delivered (50,000 are made)`,
      unit: 'a second',
      ours: rounds.map(({ ours }) => ours.deliveredPerSecond),
      peers: peer(({ deliveredPerSecond }) => deliveredPerSecond),
      limits: raw(rounds.map(({ raw }) => raw.deliveredPerSecond)),
      budget: { atLeast: 49_000 },
    },
    {
      ...alone,
      what: 'calls whose text is whole on the disk and at the reader',
      unit: `of ${calls}`,
      ours: rounds.map(({ ours }) => (ours.isWhole ? ours.exact : 0)),
      peers: [{ by: 'resumable-stream', absent: 'keeps nothing on a disk' }],
      budget: { atLeast: calls },
    },
    {
      ...alone,
      what: 'memory while it streams',
      unit: 'kB an active call',
      ours: rounds.map(({ ours }) => ours.callKb),
      peers: peer(({ callKb }) => callKb),
      limits: raw(rounds.map(({ raw }) => raw.callKb)),
      budget: { atMost: 60 },
    },
  ];
}

function notesOn(rounds: readonly Round[]): readonly string[] {
  const sourceUs = inDigits(median(rounds.map(({ source }) => source.cpuUs)));
  return [
    `Making a delta costs ${sourceUs} µs, taken off all figures of CPU.`,
    'resumable-stream has one connection a call and passes on each delta by itself, as it is used; *bundled as ours* gathers for 100 ms and sends one person’s calls over one connection, as ours and the raw way do. Neither keeps text on a disk, knows what was paid, or lets a reader go on from a place in a call: one that comes back is sent its stream from the beginning, out of the memory of the process that made it. Redis has CPU of its own, which is not counted.',
  ];
}

const firstTextNote =
  'The first text, through us: from a program’s request for a job until its stream brings text; the job is accepted, claimed and on the disk by then, and so is the text. Directly: from the same request to the same provider until its stream brings text.';
