import type { AccountId } from '../../shared/kernel/brand.ts';
import { quantile } from '../../shared/kernel/quantile.ts';
import { type Clock, type Millis, millis } from '../../shared/kernel/time.ts';
import type { EndedJob } from '../store/ended-jobs.ts';
import type { Store } from '../store/store.ts';
import type { CallTimes, TimedCall } from './call-times.ts';

/** What a server did within a span of time, for whoever runs it. Times are ms since 1970, spans ms. */
export type Statistics = {
  readonly from: Millis;
  readonly to: Millis;
  /** The ends of jobs by equal parts of the span, oldest first; each begins at `at` and lasts `partMs`. */
  readonly partMs: number;
  readonly parts: readonly (Ends & { readonly at: Millis })[];
  /** All ends of the span, over its minutes. */
  readonly jobsPerMinute: number;
  readonly kinds: readonly KindStatistics[];
  /** Why jobs failed, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly jobs: number }[];
  /** The provider's answers to everybody, by model, as far as this start of the server remembers them; for the owner only. */
  readonly calls: readonly CallStatistics[];
  /** Of the completed jobs that had an estimate, those that ended inside it (J12). */
  readonly estimates: { readonly made: number; readonly inside: number };
};

export type Ends = { readonly completed: number; readonly failed: number; readonly cancelled: number };

/** `averageMs` and `p95Ms` are of the completed ones; null while there are none. */
export type KindStatistics = Ends & {
  readonly kind: string;
  readonly averageMs: number | null;
  readonly p95Ms: number | null;
};

export type CallStatistics = {
  readonly model: string;
  readonly calls: number;
  readonly failed: number;
  readonly averageMs: number;
  readonly p95Ms: number;
  /** Until the first text; null while no call brought any. */
  readonly firstTextP50Ms: number | null;
  readonly firstTextP95Ms: number | null;
};

/** The spans that may be asked for, in minutes. */
export const statisticsMinutes = [60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60] as const;

const minuteMs = 60_000;
const partCount = 60;
/** Of a server with more ends than this in the span, the newest are looked at. */
const mostEnds = 100_000;

export type StatisticsDeps = { readonly store: Store; readonly callTimes: Pick<CallTimes, 'since'>; readonly clock: Clock };

/** What was done in the last minutes, by everybody where `account` is null, else by this person. */
export async function readStatistics(
  { store, callTimes, clock }: StatisticsDeps,
  account: AccountId | null,
  minutes: number,
): Promise<Statistics> {
  const to = clock.now();
  const from = millis(to - minutes * minuteMs);
  const ends = await store.transaction((tx) => tx.ended.since(from, account, mostEnds));
  const partMs = (to - from) / partCount;
  const guessed = ends.filter(({ isInside }) => isInside !== null);
  return {
    from,
    to,
    partMs,
    parts: partsOf(ends, from, partMs),
    jobsPerMinute: ends.length / minutes,
    kinds: [...Map.groupBy(ends, ({ kind }) => kind)].map(([kind, of]) => kindStatistics(kind, of)).sort(byName('kind')),
    failures: failuresOf(ends),
    calls: [...Map.groupBy(account === null ? callTimes.since(from) : [], ({ model }) => model)]
      .map(([model, of]) => callStatistics(model, of))
      .sort(byName('model')),
    estimates: { made: guessed.length, inside: guessed.filter(({ isInside }) => isInside === 1).length },
  };
}

function partsOf(ends: readonly EndedJob[], from: Millis, partMs: number): Statistics['parts'] {
  const within = Map.groupBy(ends, ({ endedAt }) => Math.min(partCount - 1, Math.floor((endedAt - from) / partMs)));
  return Array.from({ length: partCount }, (_, at) => ({
    at: millis(Math.round(from + at * partMs)),
    ...countEnds(within.get(at) ?? []),
  }));
}

const countEnds = (ends: readonly EndedJob[]): Ends => {
  const count = (status: EndedJob['status']) => ends.filter((end) => end.status === status).length;
  return { completed: count('completed'), failed: count('failed'), cancelled: count('cancelled') };
};

function kindStatistics(kind: string, ends: readonly EndedJob[]): KindStatistics {
  const took = ends.flatMap(({ status, tookMs }) => (status === 'completed' && tookMs !== null ? [tookMs] : []));
  return { kind, ...countEnds(ends), averageMs: average(took), p95Ms: quantile(ascending(took), 0.95) };
}

function failuresOf(ends: readonly EndedJob[]): Statistics['failures'] {
  const reasons = Map.groupBy(
    ends.filter(({ status }) => status === 'failed'),
    ({ reason }) => reason ?? '',
  );
  return [...reasons].map(([reason, of]) => ({ reason, jobs: of.length })).sort((a, b) => b.jobs - a.jobs);
}

function callStatistics(model: string, calls: readonly TimedCall[]): CallStatistics {
  const took = ascending(calls.map((call) => call.tookMs));
  const firstText = ascending(calls.flatMap(({ firstTextMs }) => (firstTextMs === null ? [] : [firstTextMs])));
  return {
    model,
    calls: calls.length,
    failed: calls.filter((call) => !call.isDone).length,
    averageMs: average(took) ?? 0,
    p95Ms: quantile(took, 0.95) ?? 0,
    firstTextP50Ms: quantile(firstText, 0.5),
    firstTextP95Ms: quantile(firstText, 0.95),
  };
}

const ascending = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);

const average = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const byName =
  <Name extends string>(name: Name) =>
  (a: Readonly<Record<Name, string>>, b: Readonly<Record<Name, string>>): number =>
    a[name] < b[name] ? -1 : 1;
