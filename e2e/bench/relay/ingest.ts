import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod/mini';
import { alone, type Comparison } from '../comparison.ts';
import { type Role, startRole } from '../role.ts';
import { repeat } from '../run.ts';
import { deltasPerSecond } from './deltas.ts';

/** Few enough for one core to keep up with on the way that costs most. */
const calls = 200;
const [warmMs, windowMs, patienceMs] = [2_000, 4_000, 10_000];
const usedSchema = z.object({ cpuUs: z.number(), heard: z.number(), ended: z.number() });
type Used = z.infer<typeof usedSchema>;

/** What it costs to take text from a provider, in the process that takes it: everything from its socket to the Model port. */
export async function measureIngest(times: number): Promise<readonly Comparison[]> {
  const rounds = await repeat(times, async () => ({ ours: await listenOnce('ours'), raw: await listenOnce('raw') }));
  const ours = rounds.map((round) => round.ours);
  const raw = rounds.map((round) => round.raw);
  const by = 'raw node:http, lines and JSON';
  const callsACore = (microseconds: number) => 1_000_000 / (microseconds * deltasPerSecond);
  return [
    {
      ...alone,
      what: `from the provider’s socket through the SDK, ${calls} calls`,
      unit: 'µs of CPU a delta',
      ours,
      limits: [{ by, values: raw }],
    },
    {
      ...alone,
      what: `the same as a ceiling, at ${deltasPerSecond} deltas/s each`,
      unit: 'calls a core',
      ours: ours.map(callsACore),
      limits: [{ by, values: raw.map(callsACore) }],
    },
  ];
}

async function listenOnce(way: 'ours' | 'raw'): Promise<number> {
  const provider = await startRole('relay/provider');
  let listener: Role | null = null;
  try {
    listener = await startRole('relay/ingest', way, await provider.ask('origin', z.string()), String(calls));
    await listener.ask('connect', z.unknown());
    await provider.ask('start', z.unknown());
    await sleep(warmMs);
    const from = await listener.ask('used', usedSchema);
    await sleep(windowMs);
    const to = await listener.ask('used', usedSchema);
    await expectAll(listener, await provider.ask('finish', z.number()));
    return (to.cpuUs - from.cpuUs) / (to.heard - from.heard);
  } finally {
    await listener?.end();
    await provider.end();
  }
}

/** A figure counts only if every delta came and every call ended. */
async function expectAll(listener: Role, said: number): Promise<void> {
  const isThere = ({ heard, ended }: Used) => heard === said && ended === calls;
  const until = performance.now() + patienceMs;
  for (;;) {
    const used = await listener.ask('used', usedSchema);
    if (isThere(used)) return;
    if (performance.now() > until) throw new Error(`of ${said} deltas ${used.heard} came, of ${calls} calls ${used.ended} ended`);
    await sleep(100);
  }
}
