import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod/mini';
import { root } from '../../scripts/setup/project.mjs';
import { type Comparison, comparisonSchema, isWithin, tableOf } from './comparison.ts';
import { inDigits } from './figures.ts';

/** A section as it was measured last. */
const keptSchema = z.object({
  at: z.string(),
  machine: z.string(),
  loadBefore: z.number(),
  loadAfter: z.number(),
  tookSeconds: z.number(),
  comparisons: z.array(comparisonSchema),
  notes: z.array(z.string()),
});
export type Kept = z.infer<typeof keptSchema>;

const keptIn = join(root, '.cache/bench.json');
const page = join(root, 'e2e/bench/RESULTS.md');

/** Keeps a section's figures beside those of the others, and writes all of them into RESULTS.md. */
export async function keepSection(name: string, kept: Kept, order: readonly string[]): Promise<void> {
  const all = { ...(await readKept()), [name]: { ...kept, comparisons: kept.comparisons.map(finite) } };
  await mkdir(dirname(keptIn), { recursive: true });
  await writeFile(keptIn, JSON.stringify(all));
  const known = order.flatMap((section) => (all[section] === undefined ? [] : [sectionText(section, all[section])]));
  const missing = order.filter((section) => all[section] === undefined);
  const still = missing.length === 0 ? [] : [`Not measured here: ${missing.join(', ')}.`];
  await writeFile(page, `${[preface, ...known, ...still].join('\n\n')}\n`);
}

/** JSON knows no figure that is not a number: one that was not measured is none. */
function finite(comparison: Comparison): Comparison {
  const known = (others: Comparison['peers']) =>
    others.map((other) => ('absent' in other ? other : { ...other, values: other.values.filter(Number.isFinite) }));
  const { ours, peers, limits } = comparison;
  return { ...comparison, ours: ours.filter(Number.isFinite), peers: known(peers), limits: known(limits) };
}

async function readKept(): Promise<Readonly<Record<string, Kept>>> {
  const text = await readFile(keptIn, 'utf8').catch(() => '{}');
  // What an earlier build of the benchmark kept in another form is measured again.
  return z.record(z.string(), keptSchema).safeParse(JSON.parse(text)).data ?? {};
}

const preface = `# What was measured

\`npm run bench\` writes this page; \`npm run bench -- relay store\` measures only those sections, and \`-- --long\` adds what takes minutes.
A number is the median of repeated runs, with the lowest and the highest. Ours, the peers and the limit (the same machine with nothing in
between) run in turn within the same minutes: on a busy machine the ratios between them say more than the numbers. The load is the mean
number of processes that wanted to run in the minute before; what a section itself needs is in it afterwards.
What stands in the way of a budget that is missed, with profiles: [MISSED.md](MISSED.md).`;

function sectionText(name: string, kept: Kept): string {
  const { at, machine, loadBefore, loadAfter, tookSeconds, comparisons, notes } = kept;
  const judged = comparisons.map(isWithin).filter((verdict) => verdict !== null);
  const passed = judged.filter((verdict) => verdict).length;
  const took = `${at}, ${inDigits(tookSeconds)} s, load ${inDigits(loadBefore)} before and ${inDigits(loadAfter)} after.`;
  const title = `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const verdict = `${passed} of ${judged.length} budgets held.`;
  return [title, `${took} ${verdict}\n${machine}.`, tableOf(comparisons), ...notes.map((note) => `- ${note}`)].join('\n\n');
}
