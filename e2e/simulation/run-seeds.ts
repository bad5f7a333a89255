import { onCells } from './cells.ts';
import { planOf } from './plan.ts';
import type { Report, SeedRange } from './print-report.ts';
import { openServerStorage } from './server-storage.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/** Failing seeds that are shrunk and told in full; the others are only named. */
const maxTold = 3;

/** Simulates a range of seeds, one after the other, and tells what was reached and what broke. */
export async function runSeeds({ from, count }: SeedRange, plant: string | null): Promise<Report> {
  const storage = await openServerStorage();
  const reached: Record<string, number> = {};
  const reach = (what: string): void => {
    reached[what] = (reached[what] ?? 0) + 1;
  };
  onCells(reach);
  const failures: Report['failures'][number][] = [];
  const cpu = process.cpuUsage();
  const depth = Error.stackTraceLimit;
  // Every wait that is given up makes an error; where it was made is of interest only once something broke.
  Error.stackTraceLimit = 0;
  let events = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(storage, planOf(seed), reach);
    events += outcome.events;
    if (outcome.broken === null) continue;
    const { promise, detail } = outcome.broken;
    // A planted bug has only to be caught.
    if (plant !== null)
      return {
        from,
        count: seed - from + 1,
        events,
        cpuMs: cpuSince(cpu),
        reached,
        failures: [{ seed, promise, detail, told: '' }],
        coverage: {},
      };
    Error.stackTraceLimit = depth;
    const told = failures.length < maxTold ? await shrink(storage, planOf(seed), outcome.broken) : '';
    Error.stackTraceLimit = 0;
    failures.push({ seed, promise, detail, told });
  }
  return { from, count, events, cpuMs: cpuSince(cpu), reached, failures, coverage: {} };
}

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1_000);
}
