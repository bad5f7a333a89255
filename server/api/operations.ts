import { isId, type JobId, jobId } from '../../shared/kernel/brand.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { sendJson } from '../http/answer.ts';
import { maxBodyBytes } from '../http/http-server.ts';
import { createdAnswer, eventAnswers, jobDetailAnswer, jobsPageAnswer, steeredAnswer } from './answers.ts';
import { createJob } from './create-job.ts';
import { parseInput } from './input-fault.ts';
import { streamJobEvents } from './job-events.ts';
import { eventCursorHeader, idempotencyKey, jobExamples, jobRequest, jobsQuery } from './job-request.ts';
import { resultOf } from './job-result.ts';
import { jobView } from './job-view.ts';
import { readJsonBody } from './json-body.ts';
import { listJobs } from './list-jobs.ts';
import type { Call, Operation } from './operation.ts';
import { noSuchJob, type Problem, sendProblem } from './problem.ts';
import { steerJob, type Verb } from './steer-job.ts';

const create: Operation = {
  id: 'createJob',
  scope: 'jobs:write',
  method: 'POST',
  path: '/api/jobs',
  summary: 'Makes a job, with the document and blocks that it needs. The server drives it at once.',
  input: { headers: { 'Idempotency-Key': idempotencyKey }, body: { schema: jobRequest, examples: jobExamples } },
  answer: { type: 'json', status: 201, schema: createdAnswer, headers: { Location: 'Where the job is.' } },
  refusals: ['not_found', 'block_busy', 'idempotency_conflict', 'too_large', 'invalid'],
  run: async ({ deps, account, request, response }) => {
    const body = await readJsonBody(request, maxBodyBytes);
    if (!body.ok) return sendProblem(response, body.error);
    const asked = parseInput(jobRequest, body.value);
    if (!asked.ok) return sendProblem(response, asked.error);
    const key = parseInput(idempotencyKey.nullable(), request.headers['idempotency-key'] ?? null, 'Idempotency-Key');
    if (!key.ok) return sendProblem(response, key.error);
    const created = await createJob(deps, account, { key: key.value, request: asked.value });
    if (created.ok) response.setHeader('Location', `/api/jobs/${created.value.jobId}`);
    answer({ response }, created, 201);
  },
};

const list: Operation = {
  id: 'listJobs',
  scope: 'jobs:read',
  method: 'GET',
  path: '/api/jobs',
  summary: 'A page of jobs, newest first, without their results.',
  input: { query: jobsQuery },
  answer: { type: 'json', status: 200, schema: jobsPageAnswer },
  refusals: ['invalid'],
  run: async (call) => answer(call, await listJobs(call.deps, call.account, call.search)),
};

const read: Operation = {
  id: 'readJob',
  scope: 'jobs:read',
  method: 'GET',
  path: '/api/jobs/{id}',
  summary: 'A job, with its result once it is completed.',
  input: {},
  answer: { type: 'json', status: 200, schema: jobDetailAnswer },
  refusals: ['not_found'],
  run: ofJob(async (call, id) => {
    const { store, clock, view } = call.deps;
    const found = await store.transaction(async (tx) => {
      const job = await tx.of(call.account).getJob(id);
      return job === null ? null : { ...jobView(job, clock.now(), view), result: await resultOf(tx, call.account, job) };
    });
    answer(call, found === null ? noSuchJob : ok(found));
  }),
};

const events: Operation = {
  id: 'followJob',
  scope: 'jobs:read',
  method: 'GET',
  path: '/api/jobs/{id}/events',
  summary: 'A job’s events as they happen, until its end. An event’s id, sent back as Last-Event-ID, goes on after it.',
  input: { headers: { 'Last-Event-ID': eventCursorHeader } },
  answer: { type: 'events', schemas: eventAnswers },
  refusals: ['not_found'],
  run: ofJob(({ deps, account, request, response }, id) => streamJobEvents(deps, account, id, request, response)),
};

const steer = (verb: Verb, path: string, summary: string, more: Partial<Operation> = {}): Operation => ({
  id: `${verb}Job`,
  scope: 'jobs:write',
  method: 'POST',
  path,
  summary,
  input: {},
  answer: { type: 'json', status: 200, schema: steeredAnswer },
  refusals: verb === 'retry' ? ['not_found', 'wrong_state', 'block_busy'] : ['not_found', 'wrong_state'],
  run: ofJob(async (call, id) => answer(call, await steerJob(call.deps, call.account, id, verb))),
  ...more,
});

const ended = { refusals: ['not_found', 'already_finished'] } as const;
const cancelled = 'Cancels a job for good and ends its calls. Asked again it answers alike.';

/** All that programs may ask of jobs, each with what it takes, what it answers and how it is done. */
export const jobOperations: readonly Operation[] = [
  list,
  create,
  read,
  events,
  steer('cancel', '/api/jobs/{id}/cancel', cancelled, ended),
  steer('cancel', '/api/jobs/{id}', `${cancelled} The same as cancel.`, { ...ended, id: 'deleteJob', method: 'DELETE' }),
  steer('pause', '/api/jobs/{id}/pause', 'Lets a job stop before its next step.'),
  steer('resume', '/api/jobs/{id}/resume', 'Lets a paused job go on.'),
  steer('retry', '/api/jobs/{id}/retry', 'Starts what failed again; what was written stays.'),
];

/** An operation on the job that the path names. */
function ofJob(run: (call: Call, id: JobId) => Promise<void>): Operation['run'] {
  return async (call) => (isId(call.id) ? run(call, jobId(call.id)) : sendProblem(call.response, noSuchJob.error));
}

function answer<T>({ response }: Pick<Call, 'response'>, result: Result<T, Problem>, status = 200): void {
  if (result.ok) sendJson(response, status, result.value);
  else sendProblem(response, result.error);
}
