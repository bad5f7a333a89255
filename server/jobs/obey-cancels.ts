import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { JobsDeps } from './job-change.ts';

/**
 * Ends our calls of jobs that were cancelled by way of another process over the same store (J6): whoever took the cancel in can close
 * its own sockets only. Returns the way to stop.
 */
export function obeyCancels({ store, ledger, log }: Pick<JobsDeps, 'store' | 'ledger' | 'log'>): () => void {
  const look = async (account: AccountId, id: JobId): Promise<void> => {
    const job = await store.transaction((tx) => tx.of(account).getJob(id));
    if (job?.status === 'cancelled') ledger.cancel(id);
  };
  return store.onCommit((changed) => {
    for (const { account, job } of ledger.running()) {
      if (!changed.has(account)) continue;
      look(account, job).catch((error: unknown) => log.error({ job, error }, 'Whether a job was cancelled could not be read.'));
    }
  });
}
