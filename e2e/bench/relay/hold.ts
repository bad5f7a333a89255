import { alone, type Comparison } from '../comparison.ts';
import { flatAtMost, growthOf, type Held } from './flatness.ts';
import { calls, runWay } from './ways.ts';

const holdMs = 300_000;

/** The same for five minutes: the text stays whole and quick, and memory flat. */
export async function holdFive(): Promise<readonly Comparison[]> {
  const run = await runWay('ledger', true, '', holdMs);
  const what = 'held for 5 minutes: ';
  const grown = (name: string, value: (held: Held) => number): Comparison => ({
    ...alone,
    what: `${what}${name}, last minute over second minute`,
    unit: 'times',
    ours: [growthOf(run.memory, value)],
    budget: { atMost: flatAtMost },
  });
  return [
    {
      ...alone,
      what: `${what}calls whose text is whole`,
      unit: `of ${calls}`,
      ours: [run.isWhole ? run.exact : 0],
      budget: { atLeast: calls },
    },
    { ...alone, what: `${what}age p99`, unit: 'ms', ours: [run.heard?.p99 ?? Number.NaN], budget: { atMost: 250 } },
    grown('memory resident', ({ rss }) => rss),
    grown('memory used by JavaScript', ({ used }) => used),
    {
      ...alone,
      what: `${what}memory resident at the end`,
      unit: 'MB',
      ours: [(run.memory.at(-1)?.rss ?? Number.NaN) / 1_024 ** 2],
    },
  ];
}
