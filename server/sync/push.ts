import type { AccountId, BriefHash } from '../../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/hash.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { Push, PushAnswer } from '../../shared/protocol/push.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { maxBriefBytes } from '../../shared/recipes/sources.ts';
import { applyChange } from '../../shared/sync/apply.ts';
import type { ChangeRefusal, OutboxEntry } from '../../shared/sync/change.ts';
import type { Store, StoreTx } from '../store/store.ts';
import { bringBack } from './bring-back.ts';
import { withTimesUntil } from './client-times.ts';
import type { JobChanged, JobChanges } from './job-changes.ts';

export type PushDeps = {
  readonly store: Store;
  readonly jobs: JobChanges;
  /** Told when changes of this person were settled, rows changed or not: a device drops them when its feed says so. */
  readonly settled: (account: AccountId) => void;
  readonly clock: Clock;
};

/** Applies the outbox of a device. `account` is who asks, not who the message says. */
export type ApplyPush = (account: AccountId, push: Push) => Promise<PushAnswer>;

/**
 * Applies a device's changes in their order, each with its number in a transaction of its own: one that was applied before is passed
 * over (S2), one that comes too early is not applied, and a refused one is settled too. Under any crash an entry is applied once.
 */
export function createApplyPush(deps: PushDeps): ApplyPush {
  return async (account, push) => {
    if (push.protocol !== protocolVersion) return { type: 'refused', reason: 'too_old' };
    if (push.account !== account) return { type: 'refused', reason: 'wrong_account' };
    if (push.storeId !== deps.store.storeId) return { type: 'refused', reason: 'wrong_store' };
    const answer = await applyEntries(deps, push);
    deps.settled(account);
    return answer;
  };
}

async function applyEntries(deps: PushDeps, push: Push): Promise<PushAnswer> {
  const briefs = soundBriefs(push);
  const refused: { n: number; refusal: ChangeRefusal }[] = [];
  for (const entry of push.entries) {
    const outcome = await deps.store.transaction((tx) => applyEntry(deps, tx, push, briefs, entry));
    if (outcome.type === 'gap') return outcome;
    if (outcome.type === 'known') continue;
    if (outcome.changed.ok) outcome.changed.value.afterCommit?.();
    else refused.push({ n: entry.n, refusal: outcome.changed.error });
  }
  const lastChange = await deps.store.transaction((tx) => tx.of(push.account).lastChange(push.device));
  return { type: 'settled', lastChange, refused };
}

type Outcome =
  | { readonly type: 'known' }
  | { readonly type: 'gap'; readonly lastChange: number }
  | { readonly type: 'applied'; readonly changed: JobChanged };

async function applyEntry(
  deps: PushDeps,
  tx: StoreTx,
  push: Push,
  briefs: ReadonlyMap<BriefHash, Brief>,
  entry: OutboxEntry,
): Promise<Outcome> {
  const rows = tx.of(push.account);
  const lastChange = await rows.lastChange(push.device);
  if (entry.n <= lastChange) return { type: 'known' };
  if (entry.n > lastChange + 1) return { type: 'gap', lastChange };
  const changed = await applyOne(deps, tx, push, briefs, entry);
  await rows.setLastChange(push.device, entry.n);
  return { type: 'applied', changed };
}

async function applyOne(
  { jobs, clock }: PushDeps,
  tx: StoreTx,
  { account, device }: Push,
  briefs: ReadonlyMap<BriefHash, Brief>,
  entry: OutboxEntry,
): Promise<JobChanged> {
  const now = clock.now();
  const change = withTimesUntil(now, entry.change);
  switch (change.type) {
    case 'create-job': {
      const owner = await tx.jobOwner(change.job.id);
      if (owner !== null && owner !== account) return err({ type: 'id_taken' });
      const brief = briefs.get(change.job.brief);
      if (brief !== undefined) await tx.of(account).putBrief(change.job.brief, brief);
      return jobs.create(tx, account, { ...change.job, createdBy: device });
    }
    case 'bring-back':
      await bringBack(tx.of(account), change.brought);
      return ok({ afterCommit: null });
    case 'intend':
      return jobs.intend(tx, account, change.jobId, change.intent);
    case 'patch-settings': {
      const applied = await applyChange(tx.of(account), change, now);
      if (applied.ok && change.fields.monthlyCap !== undefined) await jobs.capChanged(tx, account);
      return applied.ok ? ok({ afterCommit: null }) : applied;
    }
    default: {
      const applied = await applyChange(tx.of(account), change, now);
      return applied.ok ? ok({ afterCommit: null }) : applied;
    }
  }
}

/** Those that are what their hash says, and no larger than a brief may be (J2). A job without its brief fails, and says so. */
function soundBriefs(push: Push): ReadonlyMap<BriefHash, Brief> {
  const sound = push.briefs.filter(({ hash, brief }) => {
    const text = canonicalJson(brief);
    return Buffer.byteLength(text) <= maxBriefBytes && sha256Hex(text) === hash;
  });
  return new Map(sound.map(({ hash, brief }) => [hash, brief]));
}
