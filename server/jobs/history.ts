import { type Job, jobUsage } from '../../shared/engine/job.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import { quantile } from '../../shared/kernel/quantile.ts';
import { type Millis, millis } from '../../shared/kernel/time.ts';
import { tokensOf } from '../../shared/recipes/usage.ts';
import type { Like } from '../store/ended-jobs.ts';
import type { StoreTx } from '../store/store.ts';

/** Fewer than this say too little, and an estimate is absent (J12); more than this are too long ago. */
const fewest = 8;
const most = 200;

/**
 * What the server remembers of a job's change, within the change's transaction: how it ended, and, as it begins, when those like it
 * ended. Answers with the row to write. `before` is null for a new job.
 */
export async function remember(tx: StoreTx, account: AccountId, before: Job | null, next: Job): Promise<Job> {
  if ('endedAt' in next) {
    if (before === null || !('endedAt' in before)) await addEnd(tx, account, next);
    return next;
  }
  const isFirstStart = next.startedAt !== null && (before === null || before.startedAt === null);
  if (isFirstStart) return { ...next, estimate: await estimateOf(tx, account, next, next.startedAt) };
  // After a pause, or for the rest of a job that failed, the others' times say nothing.
  const isPaused = next.status === 'paused' || (next.status === 'running' && next.pausing);
  const isOther = isPaused || next.round !== before?.round;
  return isOther && next.estimate !== undefined ? { ...next, estimate: undefined } : next;
}

/** From the 20th to the 80th of a hundred alike; undefined while there are too few. */
async function estimateOf(tx: StoreTx, account: AccountId, job: Job, startedAt: Millis): Promise<Job['estimate']> {
  const took = (await tx.ended.tookMs(await likeOf(tx, account, job), most)).toSorted((a, b) => a - b);
  const [from, to] = [quantile(took, 0.2), quantile(took, 0.8)];
  if (took.length < fewest || from === null || to === null) return undefined;
  return { from: millis(Math.round(startedAt + from)), to: millis(Math.round(startedAt + to)) };
}

async function addEnd(tx: StoreTx, account: AccountId, job: Extract<Job, { readonly endedAt: Millis }>): Promise<void> {
  const { status, endedAt, startedAt, estimate } = job;
  const isWhole = status === 'completed' && job.round === 0;
  const isInside = estimate !== undefined && estimate.from <= endedAt && endedAt <= estimate.to;
  await tx.ended.add({
    account,
    ...(await likeOf(tx, account, job)),
    status,
    reason: status === 'failed' ? job.failure.reason : null,
    endedAt,
    tookMs: startedAt === null ? null : Math.max(0, endedAt - startedAt),
    isSample: isWhole && tokensOf(jobUsage(job)) > 0 ? 1 : 0,
    isInside: !isWhole || estimate === undefined ? null : isInside ? 1 : 0,
  });
}

/** By what its brief says, which never changes: how many blocks it names (none, where there is one or where an outline decides), and how much there is to read. */
async function likeOf(tx: StoreTx, account: AccountId, { kind, model, brief }: Job): Promise<Like> {
  const { chars, blocks } = await tx.of(account).briefSize(brief);
  const texts = [0, 1, 4, 12].find((upTo) => blocks <= upTo) ?? 'more';
  const reading = [8, 64, 512].find((upTo) => chars <= upTo * 1_000) ?? 'more';
  return { kind, model, size: `${texts}/${reading}` };
}
