import type { JobRows } from '../../shared/device/job-rows.ts';
import { createBell } from '../../shared/kernel/bell.ts';
import { type AccountId, type JobId, jobId, type Seq, seq } from '../../shared/kernel/brand.ts';
import type { Store } from '../store/store.ts';

const rowsPerPage = 500;

/** Keeps this process's view of everybody's unfinished jobs, past a cursor a person, as a device keeps its own. */
export type Follower = {
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Whose job it is; null for one never seen. */
  readonly accountOf: (job: JobId) => AccountId | null;
};

export function createFollower(store: Store, jobs: JobRows): Follower {
  const owners = new Map<JobId, AccountId>();
  const cursors = new Map<AccountId, Seq>();
  const changed = new Set<AccountId>();
  const bell = createBell();

  const load = async (): Promise<void> => {
    const unfinished = await store.transaction(async (tx) => {
      const found = await tx.unfinishedJobs();
      for (const { account } of found) if (!cursors.has(account)) cursors.set(account, (await tx.of(account).bounds()).newest);
      return found;
    });
    for (const { account, job } of unfinished) owners.set(job.id, account);
    jobs.load(unfinished.map(({ job }) => job));
  };

  /** Reads a person's rows from where the last reading ended. */
  const read = async (account: AccountId, signal: AbortSignal): Promise<void> => {
    let more = true;
    while (more && !signal.aborted) {
      const page = await store.transaction((tx) => tx.of(account).rowsAfter(cursors.get(account) ?? seq(0), rowsPerPage));
      for (const { table, id } of page.rows) if (table === 'jobs') owners.set(jobId(id), account);
      cursors.set(account, page.cursor);
      jobs.take(page.rows);
      more = page.more;
    }
    for (const id of owners.keys()) if (jobs.newest(id) === null) owners.delete(id);
  };

  return {
    run: async (signal) => {
      const stop = store.onCommit((accounts) => {
        for (const account of accounts) changed.add(account);
        bell.ring();
      });
      await load();
      while (!signal.aborted) {
        if (changed.size === 0) await bell.heard(signal);
        for (const account of [...changed]) {
          changed.delete(account);
          await read(account, signal);
        }
      }
      stop();
    },
    accountOf: (job) => owners.get(job) ?? null,
  };
}
