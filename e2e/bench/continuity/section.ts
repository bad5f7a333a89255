import { type Cell, longRows, type RowName, rowNames } from '../../disruptions/cell.ts';
import { measure } from '../../disruptions/play.ts';
import { alone, type Comparison, type Section, whyOf } from '../comparison.ts';
import { inDigits, quantile } from '../figures.ts';
import { type RunOptions, tell } from '../run.ts';

/** From a disruption to the job going on, by what DESIGN promises, in ms. */
const budgets: Readonly<Partial<Record<RowName, number>>> = {
  'kill the engine': 500,
  'close all tabs': 2_500,
  'SIGKILL the browser': 2_500,
};

/**
 * Rows of which a single run lasts over 10 s by what they are: a deploy copies and builds the project, a lease has to run out, a call its
 * drain, an engine its two pings.
 */
const slow: readonly RowName[] = [
  ...longRows,
  'hang the engine',
  'server SIGSTOP, SIGCONT',
  'server SIGTERM, the call outlasts it',
  'deploy of a new build',
];

const [runsWithBudget, runsElse] = [20, 5];

/** How soon a job goes on after whatever happened to it in the middle of its text. */
export async function measureContinuity({ long, repeats }: RunOptions): Promise<Section> {
  // What has a budget comes first: whoever stops the run early has that.
  const rows = rowNames.filter((row) => long || !slow.includes(row)).toSorted((one, other) => runsOf(other) - runsOf(one));
  const comparisons: Comparison[] = [];
  const notes: string[] = [];
  for (const row of rows) {
    const times = repeats ?? runsOf(row);
    tell(`continuity, ${row}, ${times} runs`);
    const startedAt = performance.now();
    const { took, failures } = await play({ row, column: 'mid-text', kind: 'block.generate' }, times);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    tell(`  ${seconds} s; p50 ${inDigits(quantile(took, 0.5))} ms, p95 ${inDigits(quantile(took, 0.95))} ms`);
    comparisons.push(...linesOf(row, took, failures));
    for (const failure of failures) notes.push(`A run that did not count: ${failure}.`);
  }
  const sign =
    'Ends at the first new text in a tab; where no tab is left, at the server’s lease. Begins at the harm, or, where something was gone for a while, when it was back. After a kill -9 the call is lost, and is made again after the pause that a failed call gets: up to 2 s by chance.';
  const left = long ? [] : [`Only with \`--long\`: ${slow.join('; ')}.`];
  return { comparisons, notes: [sign, ...left, ...notes] };
}

const runsOf = (row: RowName): number => (budgets[row] === undefined ? runsElse : runsWithBudget);

function linesOf(row: RowName, took: readonly number[], failures: readonly string[]): readonly Comparison[] {
  const most = budgets[row];
  const what = `${row}, ${took.length} runs`;
  if (took.length === 0) return [{ ...alone, what: row, unit: 'ms', ours: [], failed: failures[0] ?? 'not played' }];
  return [
    { ...alone, what: `${what}, p50`, unit: 'ms', ours: [quantile(took, 0.5)] },
    {
      ...alone,
      what: `${what}, p95`,
      unit: 'ms',
      ours: [quantile(took, 0.95)],
      budget: most === undefined ? null : { atMost: most },
    },
  ];
}

/** Plays a cell again and again. One that fails says nothing of the time, and is named. */
async function play(
  cell: Cell,
  times: number,
): Promise<{ readonly took: readonly number[]; readonly failures: readonly string[] }> {
  const took: number[] = [];
  const failures: string[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    try {
      took.push(await measure(cell));
    } catch (error) {
      failures.push(whyOf(error));
      tell(`  ${failures.at(-1)}`);
    }
  }
  return { took, failures };
}
