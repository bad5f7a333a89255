import type { ServerResponse } from 'node:http';
import { type Err, err } from '../../shared/kernel/result.ts';
import { sendJson } from '../http/answer.ts';

/** The status that goes with each refusal. */
export const problemStatus = {
  unauthorized: 401,
  wrong_scope: 403,
  wrong_origin: 403,
  not_found: 404,
  wrong_method: 405,
  already_finished: 409,
  wrong_state: 409,
  block_busy: 409,
  idempotency_conflict: 409,
  too_large: 413,
  invalid: 422,
  rate_limited: 429,
} as const;

/** Why a request of a program was not done, as it is answered: nothing was changed. */
export type Problem = {
  readonly type: keyof typeof problemStatus;
  readonly message: string;
  /** Where in the request the fault is, such as `input.sources.3.date`. */
  readonly field?: string;
};

export const problem = (type: Problem['type'], message: string): Err<Problem> => err({ type, message });

/** A fault in one place of the request; the message begins with that place. */
export const invalid = (field: string, what: string): Err<Problem> =>
  err({ type: 'invalid', message: `${field}: ${what}`, field });

/** The same for what is not there and for what is somebody else's. */
export const noSuchJob: Err<Problem> = problem('not_found', 'There is no such job.');

export const sendProblem = (response: ServerResponse, what: Problem): void =>
  sendJson(response, problemStatus[what.type], { error: what });
