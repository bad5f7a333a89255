import type { Job } from '../engine/job.ts';
import { type RequestHash, requestHash, type StepId } from '../kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../kernel/hash.ts';
import type { ModelRequest } from './model-request.ts';

/** Names what is asked of a model. A driver and the server build the request each for themselves and compare this (L1). */
export const requestHashOf = (request: ModelRequest): RequestHash => requestHash(sha256Hex(canonicalJson(request)));

/**
 * The steps whose outputs a step's request is built from: those that it needs, and no others, so that both sides build the same
 * request whatever else is done by then. Empty for a step that is not there.
 */
export const neededSteps = (job: Pick<Job, 'steps'>, step: StepId): readonly StepId[] =>
  job.steps.find(({ id }) => id === step)?.needs ?? [];
