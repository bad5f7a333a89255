import { defaultRetryPolicy, type RetryPolicy } from '../../shared/engine/retry.ts';
import { bootId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type Sleep, testClock } from '../../shared/kernel/time.ts';
import type { PermanentFailure } from '../../shared/protocol/failure.ts';
import { type Catalog, catalog as shippedCatalog } from '../../shared/recipes/catalog.ts';
import type { Hub } from '../ledger/hub.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { scriptedModel } from '../ledger/scripted-model.ts';
import type { Limits } from '../ledger/turns.ts';
import { testLog } from '../log.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { createPerson } from './bench-person.ts';
import { createJobs, type Jobs } from './jobs.ts';

export type BenchOptions = {
  readonly limits?: Limits;
  readonly resolveModel?: (choice: string) => Result<string, PermanentFailure>;
  readonly retryPolicy?: RetryPolicy;
  readonly contextTokens?: number | null;
  readonly catalog?: Catalog;
  readonly wrapStore?: (store: Store) => Store;
  /** Hears what the ledger tells, too. */
  readonly hub?: Hub;
  readonly tookOver?: (by: 'device' | 'server') => void;
};

/** One start of a server over the bench's store. */
export type BenchServer = {
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly model: ReturnType<typeof scriptedModel>;
};

export type Bench = Awaited<ReturnType<typeof openBench>>;

/**
 * For tests: a server's jobs and ledger on a database in memory, with a scripted model, a clock that stands still, and a person whose
 * part the test plays. A process that dies is one that is left alone: `start` the next on the same store.
 */
export async function openBench(options: BenchOptions = {}) {
  const clock = testClock();
  const opened = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock });
  const store = options.wrapStore?.(opened) ?? opened;
  const { sleep, wake } = testSleep(clock.elapsed);
  const log = testLog();
  /** What the hub was told, in order: `<call> <offset> <text>`, `<call> <state>`, `bell`. */
  const heard: string[] = [];

  const start = (name: string, more: BenchOptions = options): BenchServer => {
    const model = scriptedModel();
    const ledger = createLedger({
      store,
      model,
      contextSizes: { of: () => more.contextTokens ?? null },
      hub: {
        text: (account, call, offset, text) => {
          heard.push(`${call} ${offset} ${text}`);
          more.hub?.text(account, call, offset, text);
        },
        call: (account, call, state) => {
          heard.push(`${call} ${state}`);
          more.hub?.call(account, call, state);
        },
        bell: () => {
          heard.push('bell');
          more.hub?.bell();
        },
      },
      limits: more.limits ?? { max: 32, maxPerPerson: 8 },
      boot: bootId(name),
      clock,
      sleep,
      log,
      signal: new AbortController().signal,
    });
    const jobs = createJobs({
      store,
      ledger,
      catalog: more.catalog ?? shippedCatalog,
      resolveModel: more.resolveModel ?? ((choice) => ok(choice === 'default' ? 'demo' : choice)),
      maxOutputTokens: 1_000,
      leaseMs: 15_000,
      retryPolicy: more.retryPolicy ?? defaultRetryPolicy,
      clock,
      random: () => 0.5,
      log,
      tookOver: more.tookOver ?? (() => undefined),
    });
    return { jobs, ledger, model };
  };
  const server = start('boot1');
  return {
    ...server,
    ...createPerson(store, server.jobs, clock, testNewId('made')),
    start,
    store,
    clock,
    sleep,
    heard,
    log,
    /** Lets time pass, and then everything happen that is due. */
    pass: async (ms: number): Promise<void> => {
      clock.advance(ms);
      wake();
      await quiet();
    },
  };
}

/** Lets everything happen that can happen without time passing: all of the bench runs on promises alone. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) await Promise.resolve();
}

/** The test twin of `Sleep`: wakes those who are due when the test lets time pass. */
function testSleep(elapsed: () => number): { readonly sleep: Sleep; readonly wake: () => void } {
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    sleep: (ms, signal) =>
      new Promise((wake, reject) => {
        const sleeper = { at: elapsed() + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    wake: () => {
      for (const sleeper of [...sleepers].filter(({ at }) => at <= elapsed())) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
