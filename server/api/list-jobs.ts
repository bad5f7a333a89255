import type { Job } from '../../shared/engine/job.ts';
import { type AccountId, isId, type JobId, jobId } from '../../shared/kernel/brand.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type Millis, millis } from '../../shared/kernel/time.ts';
import type { JobsPage } from './answers.ts';
import type { ApiDeps } from './api-deps.ts';
import { parseInput } from './input-fault.ts';
import { jobsQuery } from './job-request.ts';
import { jobView } from './job-view.ts';
import { invalid, type Problem } from './problem.ts';

/** A page of a person's jobs, without their results. */
export async function listJobs(
  { store, clock, view }: ApiDeps,
  account: AccountId,
  search: URLSearchParams,
): Promise<Result<JobsPage, Problem>> {
  const query = parseInput(jobsQuery, Object.fromEntries(search));
  if (!query.ok) return query;
  const { status = null, kind = null, documentId = null, limit, cursor } = query.value;
  const after = cursor === undefined ? ok(null) : parseCursor(cursor);
  if (!after.ok) return after;
  // One more than the page tells whether there is a next one.
  const found = await store.transaction((tx) =>
    tx.api(account).jobsPage({ status, kind, documentId, after: after.value, limit: limit + 1 }),
  );
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const now = clock.now();
  return ok({ jobs: page.map((job) => jobView(job, now, view)), nextCursor: last === undefined ? null : cursorOf(last) });
}

type Place = { readonly createdAt: Millis; readonly id: JobId };

const cursorOf = ({ createdAt, id }: Job): string => Buffer.from(`${createdAt}/${id}`).toString('base64url');

function parseCursor(cursor: string): Result<Place, Problem> {
  const [, createdAt, id] = /^(\d{1,15})\/(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined || !isId(id)) return invalid('cursor', 'Take it from the answer before.');
  return ok({ createdAt: millis(Number(createdAt)), id: jobId(id) });
}
