import { z } from 'zod/mini';
import { inDigits, inWords, median } from './figures.ts';

/** What somebody else does at the same work in the same run; `absent` says why there is no number. */
const otherSchema = z.union([
  z.object({ by: z.string(), values: z.array(z.number()) }),
  z.object({ by: z.string(), absent: z.string() }),
]);

const budgetSchema = z.union([z.object({ atMost: z.number() }), z.object({ atLeast: z.number() })]);
type Budget = z.infer<typeof budgetSchema>;

/** One line of the table. Values are one a run; the budget is held against our median. */
export const comparisonSchema = z.object({
  what: z.string(),
  unit: z.string(),
  ours: z.array(z.number()),
  peers: z.array(otherSchema),
  /** The best that can be: what the same machine does with nothing in between. */
  limits: z.array(otherSchema),
  budget: z.nullable(budgetSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
type Other = z.infer<typeof otherSchema>;

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

/** The lines as Markdown. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const head = '| what | ours | peers | limit | budget | |\n|---|---|---|---|---|---|';
  return [head, ...comparisons.map(lineOf)].join('\n');
}

function lineOf(comparison: Comparison): string {
  const { what, unit, ours, peers, limits, budget } = comparison;
  const within = isWithin(comparison);
  const verdict = within === null ? '' : within ? 'pass' : '**miss**';
  const own = ours.length === 0 ? '' : inWords(ours);
  return `| ${[`${what}, ${unit}`, own, othersIn(peers), othersIn(limits), budgetIn(budget), verdict].join(' | ')} |`;
}

const othersIn = (others: readonly Other[]): string =>
  others.map((other) => `${other.by}: ${'absent' in other ? other.absent : inWords(other.values)}`).join('<br>');

function budgetIn(budget: Budget | null): string {
  if (budget === null) return '';
  return 'atMost' in budget ? `≤ ${inDigits(budget.atMost)}` : `≥ ${inDigits(budget.atLeast)}`;
}
