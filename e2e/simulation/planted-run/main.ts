import { parseArgs } from 'node:util';
import { planted, plantedNames } from '../planted.ts';
import type { Report } from '../print-report.ts';
import { spread } from '../spread.ts';

/*
 * npm run sim:planted -- [--seeds 1500] [--workers 2] [--bug <name>] [--anew]
 *
 * Plants each bug in turn and tells which seed catches it first, by which promise. The search begins at the seed that is known to catch
 * it; `--anew` begins at 1, for the table in `planted-*.ts` when scenarios have changed.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1500' },
    workers: { type: 'string', default: '2' },
    bug: { type: 'string' },
    anew: { type: 'boolean', default: false },
  },
});

const names = plantedNames.filter((name) => values.bug === undefined || name === values.bug);
const waiting = [...names];
const missed: string[] = [];

/** One bug after the other; several of these run side by side. */
async function work(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const from = values.anew ? 1 : planted(name).from;
    const { failures, cpuMs }: Report = await spread({ from, count: Number(values.seeds) }, 1, name);
    const [caught] = failures;
    if (caught === undefined) missed.push(name);
    const by = caught === undefined ? 'not caught' : `seed ${String(caught.seed).padStart(4)}  [${caught.promise}]`;
    console.log(`${name.padEnd(50)}${by.padEnd(20)}${String(Math.round(cpuMs / 1_000)).padStart(4)} s`);
  }
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));
console.log(`${names.length - missed.length} of ${names.length} planted bugs were caught.`);
process.exitCode = missed.length === 0 ? 0 : 1;
