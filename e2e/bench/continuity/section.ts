import { longRows, type RowName, rowNames } from '../../disruptions/cell.ts';
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
 * drain, an engine its two pings, a person stays away.
 */
const slow: readonly RowName[] = [
  ...longRows,
  'offline 5 s',
  'close all tabs, wait for me',
  'hang the engine',
  'server SIGSTOP, SIGCONT',
  'server SIGTERM, the call outlasts it',
  'deploy of a new build',
];

const [runsWithBudget, runsElse] = [20, 5];

/** What was played of a row so far. One run that fails says nothing of the time, and is named. */
type Played = { readonly row: RowName; readonly took: number[]; readonly failures: string[] };

/**
 * How soon a job goes on after whatever happened to it in the middle of its text. Rows with a budget are played in full, then the others
 * in rounds: all of them once, and again while there is time.
 */
export async function measureContinuity(options: RunOptions): Promise<Section> {
  const played = rowNames
    .filter((row) => options.long || !slow.includes(row))
    .map((row): Played => ({ row, took: [], failures: [] }));
  const judged = played.filter(({ row }) => budgets[row] !== undefined);
  const others = played.filter(({ row }) => budgets[row] === undefined);
  await playRounds(judged, options.repeats ?? runsWithBudget, () => true);
  await playRounds(others, options.repeats ?? runsElse, (round) => round === 0 || performance.now() < options.untilMs);
  const sign =
    'Ends at the first new text in a tab; where no tab is left, at the server’s lease. Begins at the harm, or, where something was gone for a while, when it was back. After a kill -9 the call is lost, and is made again after the pause that a failed call gets: up to 2 s by chance.';
  const left = options.long ? [] : [`Only with \`--long\`: ${slow.join('; ')}.`];
  const failures = played.flatMap((each) => each.failures.map((failure) => `A run that did not count: ${failure}.`));
  return { comparisons: [...judged, ...others].flatMap(linesOf), notes: [sign, ...left, ...failures] };
}

/** Plays all rows in turn, so many times, so that what else the machine does falls on all of them alike. */
async function playRounds(rows: readonly Played[], rounds: number, isTime: (round: number) => boolean): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const { row, took, failures } of rows) {
      if (!isTime(round)) return;
      try {
        took.push(await measure({ row, column: 'mid-text', kind: 'block.generate' }));
        tell(`continuity, ${row}, ${round + 1} of ${rounds}: ${inDigits(took.at(-1) ?? Number.NaN)} ms`);
      } catch (error) {
        failures.push(whyOf(error));
        tell(`continuity, ${row}, ${round + 1} of ${rounds}: ${failures.at(-1)}`);
      }
    }
  }
}

function linesOf({ row, took, failures }: Played): readonly Comparison[] {
  const most = budgets[row];
  const what = `${row}, ${took.length} ${took.length === 1 ? 'run' : 'runs'}`;
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
