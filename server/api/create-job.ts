import type { Status } from '../../shared/engine/job.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { type AccountId, briefHash, type JobId, jobId } from '../../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/hash.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { millis } from '../../shared/kernel/time.ts';
import { maxBriefBytes } from '../../shared/recipes/sources.ts';
import { applyChange } from '../../shared/sync/apply.ts';
import type { StoreTx } from '../store/store.ts';
import type { ApiDeps } from './api-deps.ts';
import type { JobRequest } from './job-request.ts';
import { planWork } from './plan-work.ts';
import type { PlannedWork } from './planned-work.ts';
import { type Problem, problem } from './problem.ts';

export type Created = { readonly jobId: JobId; readonly status: Status };

/** A creation that is sent again within this time under the same key is answered with the job it made. */
const keyKeptMs = 24 * 60 * 60 * 1_000;

type Asked = { readonly key: string | null; readonly request: JobRequest };
type Outcome = Created & { readonly afterCommit: (() => void) | null };

/**
 * Makes a job, with the document, blocks and sources that it needs, in one transaction: whatever happens, a program finds all of it or
 * nothing, and the same creation under the same key makes one job.
 */
export async function createJob(deps: ApiDeps, account: AccountId, asked: Asked): Promise<Result<Created, Problem>> {
  const created = await deps.store.transaction((tx) => create(deps, tx, account, asked));
  if (!created.ok) return created;
  const { afterCommit, ...answer } = created.value;
  afterCommit?.();
  return ok(answer);
}

async function create(deps: ApiDeps, tx: StoreTx, account: AccountId, asked: Asked): Promise<Result<Outcome, Problem>> {
  const at = deps.clock.now();
  const since = millis(at - keyKeptMs);
  const bodyHash = sha256Hex(canonicalJson(asked.request));
  const kept = asked.key === null ? null : await tx.api(account).keptKey(asked.key, since);
  if (kept !== null) return kept.bodyHash === bodyHash ? answerFor(tx, account, kept.job) : otherBody;
  const planned = await planWork(tx.of(account), { newId: deps.newId, at }, asked.request);
  if (!planned.ok) return planned;
  const refused = tooLarge(planned.value) ?? (await busy(tx, account, planned.value));
  if (refused !== null) return refused;
  const job = await write(deps, tx, account, asked.request, planned.value);
  if (asked.key !== null) await tx.api(account).keepKey({ key: asked.key, bodyHash, job: job.id }, at, since);
  return answerFor(tx, account, job.id, job.afterCommit);
}

const otherBody = problem('idempotency_conflict', 'This Idempotency-Key was used for another request within the last 24 hours.');

async function answerFor(
  tx: StoreTx,
  account: AccountId,
  id: JobId,
  afterCommit: Outcome['afterCommit'] = null,
): Promise<Result<Outcome, Problem>> {
  const job = await tx.of(account).getJob(id);
  assert(job !== null, 'a job that was made is there');
  return ok({ jobId: id, status: job.status, afterCommit });
}

function tooLarge({ brief }: PlannedWork): Result<never, Problem> | null {
  const bytes = Buffer.byteLength(canonicalJson(brief));
  if (bytes <= maxBriefBytes) return null;
  const [size, limit] = [bytes, maxBriefBytes].map((each) => (each / 1_048_576).toFixed(1));
  return problem('too_large', `The prompts and sources of this job are ${size} MB together; a job takes ${limit} MB.`);
}

/** A job that could write nothing now is not made (J10). */
async function busy(tx: StoreTx, account: AccountId, { targets }: PlannedWork): Promise<Result<never, Problem> | null> {
  const held = await tx.of(account).busyBlocks(targets);
  if (targets.length === 0 || targets.some((target) => !held.has(target))) return null;
  const what = targets.length === 1 ? 'This block is' : 'All blocks of this document are';
  return problem('block_busy', `${what} being written by another job. Wait for its end, or cancel it.`);
}

async function write(deps: ApiDeps, tx: StoreTx, account: AccountId, request: JobRequest, work: PlannedWork) {
  const at = deps.clock.now();
  const rows = tx.of(account);
  for (const change of work.changes) {
    const applied = await applyChange(rows, change, at);
    assert(applied.ok, `a planned ${change.type} can be applied`);
  }
  const hash = briefHash(sha256Hex(canonicalJson(work.brief)));
  await rows.putBrief(hash, work.brief);
  const id = jobId(deps.newId());
  const created = await deps.jobs.create(tx, account, {
    id,
    kind: work.brief.kind,
    recipe: work.brief.recipe,
    brief: hash,
    title: work.brief.title,
    documentId: work.documentId,
    targets: [...work.targets],
    model: work.model,
    priority: request.priority,
    createdBy: null,
    createdAt: at,
  });
  assert(created.ok, 'a new job is taken in');
  return { id, afterCommit: created.value.afterCommit };
}
