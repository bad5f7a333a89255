import { inDigits, inWords, median } from './figures.ts';
import { tell } from './run.ts';

/** What somebody else does at the same work in the same run; `absent` says why there is no number. */
type Other = { readonly by: string; readonly values: readonly number[] } | { readonly by: string; readonly absent: string };

type Budget = { readonly atMost: number } | { readonly atLeast: number };

/** One line of the table. Values are one a run; the budget is held against our median. */
export type Comparison = {
  readonly what: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly peers: readonly Other[];
  /** The best that can be: what the same machine does with nothing in between. */
  readonly limits: readonly Other[];
  readonly budget: Budget | null;
  /** Why there is no number of ours, where there should be one. */
  readonly failed?: string;
};

/** Parts of a comparison that many lines leave empty. */
export const alone = { peers: [], limits: [], budget: null } satisfies Partial<Comparison>;

/** A section's lines, and what a reader has to know about them. */
export type Section = { readonly comparisons: readonly Comparison[]; readonly notes: readonly string[] };

/** Whether the budget is held; null where there is none, or no number. */
export function isWithin({ ours, budget }: Comparison): boolean | null {
  const value = median(ours);
  if (budget === null || Number.isNaN(value)) return null;
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}

/**
 * Measures a part of a section. One that cannot be measured becomes a line that says why, and what comes after it is measured all the
 * same.
 */
export async function attempt(what: string, act: () => Promise<readonly Comparison[]>): Promise<readonly Comparison[]> {
  tell(what);
  try {
    return await act();
  } catch (error) {
    tell(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    return [{ ...alone, what, unit: '', ours: [], failed: whyOf(error) }];
  }
}

/** The first line of what went wrong, without this machine's folders. */
export const whyOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line.replaceAll(/(?<![\w:])\/(?:[^\s/'":]+\/){2,}([^\s/'":]*)/g, '…/$1').replaceAll('|', '/');
};

/** The lines as Markdown. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const head = '| what | ours | peers | limit | budget | |\n|---|---|---|---|---|---|';
  return [head, ...comparisons.map(lineOf)].join('\n');
}

function lineOf(comparison: Comparison): string {
  const { what, unit, ours, peers, limits, budget, failed } = comparison;
  const own = failed ?? (ours.length === 0 ? '' : inWords(ours));
  const name = unit === '' ? what : `${what}, ${unit}`;
  return `| ${[name, own, othersIn(peers), othersIn(limits), budgetIn(budget), verdictOn(comparison)].join(' | ')} |`;
}

function verdictOn(comparison: Comparison): string {
  if (comparison.failed !== undefined) return '**failed**';
  const within = isWithin(comparison);
  if (within === null) return comparison.budget === null ? '' : '**not measured**';
  return within ? 'pass' : '**miss**';
}

const othersIn = (others: readonly Other[]): string =>
  others.map((other) => `${other.by}: ${'absent' in other ? other.absent : inWords(other.values)}`).join('<br>');

function budgetIn(budget: Budget | null): string {
  if (budget === null) return '';
  return 'atMost' in budget ? `≤ ${inDigits(budget.atMost)}` : `≥ ${inDigits(budget.atLeast)}`;
}
