import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { statuses } from '../../shared/engine/job.ts';
import { blockAnalyzeKind, blockGenerateKind, blockRefineKind, documentGenerateKind } from '../../shared/recipes/kinds.ts';
import type { CallTiming } from '../model/timed-model.ts';
import type { EndFigure, JobFigure } from '../store/figures.ts';

/*
 * What is measured, in the format of Prometheus. A label is always one of a few words that this program knows beforehand: a job's kind
 * comes from its maker and a model's name may be typed by a person, so what is not known is `other`. No label says whose anything is.
 */

/** Where figures are taken in; each at the cost of a few additions. */
export type Instruments = {
  readonly callEnded: (timing: CallTiming) => void;
  readonly feedDelivered: (lagMs: number) => void;
  readonly tookOver: (by: 'device' | 'server') => void;
  readonly transactionEnded: (ms: number) => void;
  /** Everything as a page, with what the store says at this moment. */
  readonly page: (stored: StoredFigures) => Promise<{ readonly type: string; readonly text: string }>;
};

/** What the store says when somebody asks. `ended` are those since the last time somebody did. */
export type StoredFigures = {
  readonly unfinished: readonly JobFigure[];
  readonly ended: readonly EndFigure[];
  /** Age of the oldest job that has not begun. */
  readonly waitingMs: number;
  readonly paidTwice: number;
};

const minutesOf = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_200];
const momentsOf = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10];
const writesOf = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

const kinds: ReadonlySet<string> = new Set(
  [blockGenerateKind, blockRefineKind, blockAnalyzeKind, documentGenerateKind].map(({ kind }) => kind),
);
const kindLabel = (kind: string): string => (kinds.has(kind) ? kind : 'other');
const unfinished = statuses.filter((status) => status !== 'completed' && status !== 'failed' && status !== 'cancelled');

/** A registry of its own, empty. `isKnownModel` says which models have names that may be shown. */
export function createInstruments(isKnownModel: (model: string) => boolean): Instruments {
  const registry = new Registry();
  const calls = callInstruments(registry, (model) => (isKnownModel(model) ? model : 'other'));
  const stored = storedInstruments(registry);
  const registers = [registry];
  const feedLag = new Histogram({
    name: 'meanwhile_feed_lag_seconds',
    help: 'From being durable to being taken by the connection of a device that listens.',
    buckets: momentsOf,
    registers,
  });
  const takeovers = new Counter({
    name: 'meanwhile_takeovers_total',
    help: 'Leases taken on jobs that had been driven before, by who took them.',
    labelNames: ['by'],
    registers,
  });
  for (const by of ['device', 'server']) takeovers.inc({ by }, 0);
  const transactions = new Histogram({
    name: 'meanwhile_store_seconds',
    help: 'Transactions of the store, from being asked for to being durable.',
    buckets: writesOf,
    registers,
  });
  return {
    callEnded: calls,
    feedDelivered: (lagMs) => feedLag.observe(lagMs / 1_000),
    tookOver: (by) => takeovers.inc({ by }),
    transactionEnded: (ms) => transactions.observe(ms / 1_000),
    page: async (figures) => {
      stored(figures);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

function callInstruments(registry: Registry, modelLabel: (model: string) => string): Instruments['callEnded'] {
  const registers = [registry];
  const ends = new Counter({
    name: 'meanwhile_calls_total',
    help: 'Calls to a model that have ended: done, or why not.',
    labelNames: ['model', 'outcome'],
    registers,
  });
  const latency = new Histogram({
    name: 'meanwhile_call_seconds',
    help: 'Calls to a model, from being sent to their end; cancelled ones left out.',
    labelNames: ['model'],
    buckets: minutesOf,
    registers,
  });
  const firstText = new Histogram({
    name: 'meanwhile_first_text_seconds',
    help: 'Calls to a model, from being sent to their first text.',
    labelNames: ['model'],
    buckets: minutesOf,
    registers,
  });
  const tokens = new Counter({
    name: 'meanwhile_tokens_total',
    help: 'Tokens of calls that have ended, as the provider counted them; cached ones were read from its cache.',
    labelNames: ['model', 'type'],
    registers,
  });
  return ({ model: asked, tookMs, firstTextMs, end }) => {
    const model = modelLabel(asked);
    const outcome = end.type === 'done' ? 'done' : end.failure.reason;
    ends.inc({ model, outcome });
    if (outcome !== 'cancelled') latency.observe({ model }, tookMs / 1_000);
    if (firstTextMs !== null) firstText.observe({ model }, firstTextMs / 1_000);
    if (end.usage === null) return;
    const { input, output, cacheRead, cacheWrite } = end.usage;
    tokens.inc({ model, type: 'input' }, input + cacheWrite);
    tokens.inc({ model, type: 'output' }, output);
    tokens.inc({ model, type: 'cached' }, cacheRead);
  };
}

/** What is not counted as it happens, but read from the store when somebody asks. */
function storedInstruments(registry: Registry): (figures: StoredFigures) => void {
  const registers = [registry];
  const jobs = new Gauge({
    name: 'meanwhile_jobs',
    help: 'Jobs that are not finished.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const ends = new Counter({
    name: 'meanwhile_jobs_ended_total',
    help: 'Jobs that have ended, of the last 400 days, earlier starts of the server included.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const queueAge = new Gauge({
    name: 'meanwhile_queue_oldest_seconds',
    help: 'Age of the oldest job that has not begun and is not paused; 0 while there is none.',
    registers,
  });
  const paidTwice = new Counter({
    name: 'meanwhile_paid_twice_tokens_total',
    help: 'Tokens of attempts that may have been paid for and were repeated, earlier starts of the server included.',
    registers,
  });
  return (figures) => {
    jobs.reset();
    for (const kind of kinds) for (const status of unfinished) jobs.set({ kind, status }, 0);
    for (const { kind, status, jobs: count } of figures.unfinished) jobs.inc({ kind: kindLabel(kind), status }, count);
    for (const { kind, status, jobs: count } of figures.ended) ends.inc({ kind: kindLabel(kind), status }, count);
    queueAge.set(figures.waitingMs / 1_000);
    paidTwice.reset();
    paidTwice.inc(figures.paidTwice);
  };
}
