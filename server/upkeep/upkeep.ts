import type { AccountId } from '../../shared/kernel/brand.ts';
import { type Clock, type Millis, millis, type Sleep } from '../../shared/kernel/time.ts';
import { settingsOf } from '../../shared/sync/apply.ts';
import type { Log } from '../log.ts';
import type { DatabaseCare } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';

export type UpkeepDeps = {
  readonly store: Store;
  readonly file: Pick<DatabaseCare, 'checkpoint' | 'optimize'>;
  /** No call runs just now. */
  readonly isQuiet: () => boolean;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
};

/**
 * Keeps the data folder in order: joins the logs of calls that ended an hour ago, removes finished jobs that are past their person's
 * retention, and looks after the database's files. It never touches a job that is not ended, and never a document.
 */
export type Upkeep = {
  /** Does what is due. */
  readonly tick: () => Promise<void>;
  /** Looks each minute, until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** How long a call keeps the pieces that its readers came by. */
const piecesMs = hourMs;
/** How long it is remembered that a job ended, for estimates and statistics. */
const memoryMs = 400 * dayMs;
/** Rows of one transaction: between two of them everybody else has their turn. */
const atOnce = 20;

/** Nothing is done before the first minute is over: a start has better things to do. */
export function createUpkeep(deps: UpkeepDeps): Upkeep {
  const { clock, sleep, log, file, isQuiet } = deps;
  let clearedAt: number | null = null;

  const tick = async (): Promise<void> => {
    const folded = await fold(deps);
    if (folded > 0) log.info({ calls: folded }, 'Logs of ended calls are joined.');
    const isHourOver = clearedAt === null || clock.elapsed() - clearedAt >= hourMs;
    if (isHourOver) {
      clearedAt = clock.elapsed();
      const jobs = await clear(deps);
      if (jobs > 0) log.info({ jobs }, 'Finished jobs past their retention are removed.');
    }
    if (!isQuiet()) return;
    await file.checkpoint();
    if (isHourOver) await file.optimize();
  };

  return {
    tick,
    run: async (signal) => {
      while (!signal.aborted) {
        await sleep(minuteMs, signal).catch(() => undefined);
        if (signal.aborted) return;
        await tick().catch((error: unknown) => log.error({ error }, 'Clearing up failed; it is tried again in a minute.'));
      }
    },
  };
}

async function fold({ store, clock }: UpkeepDeps): Promise<number> {
  const before = millis(clock.now() - piecesMs);
  return untilLess((limit) => store.transaction((tx) => tx.calls.fold(before, limit)));
}

async function clear({ store, clock }: UpkeepDeps): Promise<number> {
  const now = clock.now();
  await store.transaction((tx) => tx.ended.forget(millis(now - memoryMs)));
  let jobs = 0;
  for (const account of await store.transaction((tx) => tx.accounts())) {
    const { keepFinishedDays, dropProgramJobsDaily } = await store.transaction((tx) => settingsOf(tx.of(account)));
    jobs += await removeJobs(store, account, millis(now - keepFinishedDays * dayMs), false);
    if (dropProgramJobsDaily) jobs += await removeJobs(store, account, millis(now - dayMs), true);
    await untilLess((limit) => store.transaction((tx) => tx.of(account).dropUnusedBriefs(limit)));
  }
  return jobs;
}

const removeJobs = (store: Store, account: AccountId, endedBefore: Millis, isProgramsOnly: boolean): Promise<number> =>
  untilLess((limit) =>
    store.transaction(async (tx) => {
      const rows = tx.of(account);
      const jobs = await rows.finishedJobs({ endedBefore, isProgramsOnly, limit });
      for (const job of jobs) await rows.removeJob(job);
      return jobs.length;
    }),
  );

/** Goes on part by part while there is more; answers how many there were. */
async function untilLess(part: (limit: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const count = await part(atOnce);
    sum += count;
    if (count < atOnce) return sum;
  }
}
