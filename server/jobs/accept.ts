import type { Job } from '../../shared/engine/job.ts';
import type { AccountId, BlockId } from '../../shared/kernel/brand.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { type Failure, permanent } from '../../shared/protocol/failure.ts';
import type { Work } from '../../shared/recipes/catalog.ts';
import type { LeaveChoice, Settings } from '../../shared/records/records.ts';
import { applyChange, newJob, settingsOf } from '../../shared/sync/apply.ts';
import type { JobSeed } from '../../shared/sync/change.ts';
import type { AccountRows, StoreTx } from '../store/store.ts';
import type { JobChanged } from '../sync/job-changes.ts';
import { remember } from './history.ts';
import { applied, type JobsDeps, logTransition, refuse } from './job-change.ts';
import { readWork } from './work.ts';

export type AcceptDeps = Pick<JobsDeps, 'catalog' | 'resolveModel' | 'maxOutputTokens' | 'clock' | 'log'>;

/**
 * Takes a new job in, within the transaction that settles its creation. A job that cannot be worked on is a row too: failed, with the
 * reason, so that its maker sees it and may retry. The same seed again changes nothing.
 */
export async function createJob(deps: AcceptDeps, tx: StoreTx, account: AccountId, seed: JobSeed): Promise<JobChanged> {
  const rows = tx.of(account);
  const isNew = (await rows.getJob(seed.id)) === null;
  if (isNew && (await rows.isRemovedJob(seed.id))) return err({ type: 'gone' });
  // What it writes to is for the brief to say, so that the right blocks are held and their texts sealed (J10).
  const work = isNew ? await readWork(deps.catalog, rows, newJob(seed)) : null;
  const targets = work?.ok ? work.value.targets : seed.targets;
  const about = work?.ok ? (work.value.about ?? undefined) : seed.about;
  const asked = { ...seed, targets: [...targets], about };
  const created = await applyChange(rows, { type: 'create-job', job: asked }, deps.clock.now());
  if (!created.ok || !isNew) return created.ok ? ok({ afterCommit: null }) : created;
  const job = await remember(tx, account, null, await acceptJob(deps, rows, newJob(asked)));
  await rows.putJob(job);
  return ok({ afterCommit: () => logTransition(deps.log, null, job) });
}

/** Decides what a job takes along for its whole life: its model, its blocks, its first plan, and whether it waits for its maker (J2, J10). */
export async function acceptJob(deps: AcceptDeps, rows: AccountRows, job: Job): Promise<Job> {
  const at = deps.clock.now();
  const wishes = await settingsOf(rows);
  const model = deps.resolveModel(job.model === 'default' ? wishes.defaultModel : job.model);
  if (!model.ok) return refuse(job, { type: 'refused', failure: model.error, at });
  const shared = await shareBlocks(deps, rows, { ...job, leftOut: [] });
  if (!shared.ok) return refuse(job, { type: 'refused', failure: shared.error, at });
  const { work, leftOut } = shared.value;
  const maxOutputTokens = Math.min(wishes.maxOutputTokens ?? deps.maxOutputTokens, deps.maxOutputTokens);
  const plan = work.plan(new Map());
  const whenILeave = leaveChoiceOf(wishes, job);
  return applied(
    { ...job, targets: work.targets, leftOut, whenILeave },
    { type: 'accepted', model: model.value, maxOutputTokens, plan, at },
  );
}

/** What the job's maker wants when they leave; a program does not. */
function leaveChoiceOf(wishes: Settings, { createdBy, whenILeave }: Job): LeaveChoice {
  if (createdBy === null) return 'go-on';
  return whenILeave === 'default' ? wishes.whenILeave : whenILeave;
}

/** The work without the blocks that other jobs are writing to, where the kind can do without. */
async function shareBlocks(
  { catalog }: AcceptDeps,
  rows: AccountRows,
  job: Job,
): Promise<Result<{ readonly work: Work; readonly leftOut: readonly BlockId[] }, Failure>> {
  const work = await readWork(catalog, rows, job);
  if (!work.ok) return work;
  const busy = await busyBlocks(rows, job, work.value.targets);
  if (busy.size === 0) return ok({ work: work.value, leftOut: [] });
  const rest = work.value.without(busy);
  const leftOut = work.value.targets.filter((target) => busy.has(target));
  return rest === null ? err(permanent('block_busy')) : ok({ work: rest, leftOut });
}

/** Those of these blocks that another unfinished job holds (J10). */
export async function busyBlocks(rows: AccountRows, job: Job, blocks: readonly BlockId[]): Promise<ReadonlySet<BlockId>> {
  const holders = await rows.busyBlocks(blocks);
  return new Set([...holders].filter(([, holder]) => holder !== job.id).map(([block]) => block));
}
