import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/setup/project.mjs';
import { isWithin, type Section, tableOf } from './comparison.ts';
import { inDigits } from './figures.ts';

/** When a section was measured, on what, and how busy that was. */
export type Circumstances = {
  readonly at: string;
  readonly machine: string;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly tookSeconds: number;
};

const page = join(root, 'e2e/bench/RESULTS.md');

/** Writes a section's figures into RESULTS.md; what stands there of the others, all of them named by `order`, stays. */
export async function keepSection(
  name: string,
  section: Section,
  circumstances: Circumstances,
  order: readonly string[],
): Promise<void> {
  const written = sectionsOf(await readFile(page, 'utf8').catch(() => ''));
  written.set(titleOf(name), sectionText(name, section, circumstances));
  const known = order.flatMap((other) => written.get(titleOf(other)) ?? []);
  const missing = order.filter((other) => !written.has(titleOf(other)));
  const still = missing.length === 0 ? [] : [`Not measured here: ${missing.join(', ')}.`];
  await writeFile(page, `${[preface, ...known, ...still].join('\n\n')}\n`);
}

/** The sections of the page as it stands, each from its title on. */
function sectionsOf(text: string): Map<string, string> {
  const [, ...sections] = text.replace(/^Not measured here: .*$/m, '').split(/^(?=## )/m);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), section.trim()]));
}

const titleOf = (name: string): string => `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const preface = `# What was measured

\`npm run bench\` writes this page; \`npm run bench -- relay store\` measures only those sections, and \`-- --long\` adds what takes minutes.
A number is the median of repeated runs, with the lowest and the highest. Ours, the peers and the limit (the same machine with nothing in
between) run in turn within the same minutes: on a busy machine the ratios between them say more than the numbers. The load is the mean
number of processes that wanted to run in the minute before; what a section itself needs is in it afterwards.
What stands in the way of a budget that is missed, with profiles: [MISSED.md](MISSED.md).`;

function sectionText(name: string, { comparisons, notes }: Section, circumstances: Circumstances): string {
  const { at, machine, loadBefore, loadAfter, tookSeconds } = circumstances;
  const judged = comparisons.map(isWithin).filter((verdict) => verdict !== null);
  const passed = judged.filter((verdict) => verdict).length;
  const took = `${at}, ${inDigits(tookSeconds)} s, load ${inDigits(loadBefore)} before and ${inDigits(loadAfter)} after.`;
  const verdict = `${passed} of ${judged.length} budgets held.`;
  return [titleOf(name), `${took} ${verdict}\n${machine}.`, tableOf(comparisons), ...notes.map((note) => `- ${note}`)].join(
    '\n\n',
  );
}
