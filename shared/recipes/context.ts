import { z } from 'zod/mini';
import { type BriefSource, maxSources, type SourceRole } from './sources.ts';

/** An ISO 8601 day or moment that can be read. */
const dateText = z.string().check(
  z.maxLength(40),
  z.refine((text) => !Number.isNaN(Date.parse(text))),
);

export const contextSchema = z.object({
  /** The first day or moment, ISO 8601; earlier evidence is left out. */
  from: z.nullable(dateText),
  /** The last day or moment, ISO 8601; a day counts to its end, in UTC. */
  to: z.nullable(dateText),
  /** Evidence of these types only; null for all. */
  types: z.nullable(z.readonly(z.array(z.string().check(z.maxLength(80))).check(z.maxLength(100)))),
  /** At most so many pieces of evidence: the newest. */
  max: z.nullable(z.int().check(z.gte(0), z.lte(maxSources))),
  goals: z.boolean(),
  reviews: z.boolean(),
  /** Leaves out evidence without a date; otherwise dates do not speak against it. */
  datedOnly: z.boolean(),
});
/** Which of a document's sources a result is made from. Null, and true for the two switches, leave nothing out. */
export type ContextFilter = Readonly<z.infer<typeof contextSchema>>;

export const everything: ContextFilter = {
  from: null,
  to: null,
  types: null,
  max: null,
  goals: true,
  reviews: true,
  datedOnly: false,
};

/**
 * Chooses sources, in the order they were given. Dates, types and number choose among the evidence; goals and reviews are whole or out;
 * notes are what the person wrote for the purpose, and always in.
 */
export function chooseSources<S extends Pick<BriefSource, 'role' | 'type' | 'date'>>(
  sources: readonly S[],
  filter: ContextFilter,
): readonly S[] {
  const fitting = sources.filter((source) => source.role === 'evidence' && fits(source, filter));
  const evidence = new Set(filter.max === null ? fitting : fitting.toSorted(newestFirst).slice(0, filter.max));
  const isIn: Record<SourceRole, (source: S) => boolean> = {
    evidence: (source) => evidence.has(source),
    goal: () => filter.goals,
    review: () => filter.reviews,
    note: () => true,
  };
  return sources.filter((source) => isIn[source.role](source));
}

type Dated = Pick<BriefSource, 'type' | 'date'>;

function fits(source: Dated, { from, to, types, datedOnly }: ContextFilter): boolean {
  if (types !== null && !types.includes(source.type)) return false;
  const at = momentOf(source.date);
  if (at === null) return !datedOnly;
  if (from !== null && at < Date.parse(from)) return false;
  return to === null || at < endOf(to);
}

const longAgo = Number.MIN_SAFE_INTEGER;

/** Undated ones last; of equal dates the order they were given in. */
const newestFirst = (a: Dated, b: Dated): number => (momentOf(b.date) ?? longAgo) - (momentOf(a.date) ?? longAgo);

/** Ms since 1970; null for a date that is not there, or that nobody can read. */
function momentOf(date: string | null): number | null {
  const at = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? null : at;
}

const dayMs = 86_400_000;

/** The first moment after it. */
const endOf = (to: string): number => Date.parse(to) + (/^\d{4}-\d{2}-\d{2}$/.test(to) ? dayMs : 1);
