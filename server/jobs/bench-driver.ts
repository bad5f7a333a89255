import { stepOf } from '../../shared/engine/job.ts';
import { assert } from '../../shared/kernel/assert.ts';
import {
  callId,
  type DriverId,
  driverId,
  type JobId,
  leaseEpoch,
  type RequestHash,
  requestHash,
  stepId,
} from '../../shared/kernel/brand.ts';
import type { ClaimAnswer, Report, ReportAnswer, TakeAnswer } from '../../shared/protocol/drive.ts';
import { catalog, openWork } from '../../shared/recipes/catalog.ts';
import { neededSteps, requestHashOf } from '../../shared/recipes/request-hash.ts';
import type { Bench, BenchServer } from './bench.ts';
import { ann } from './bench-person.ts';

/** The first engine of the bench's device. */
export const engine = driverId('laptop.1');

/** A request that nobody builds. */
export const otherRequest = requestHash('0'.repeat(64));

/** For tests: a device's driver of one job, one message at a time. It builds the requests by itself, from the brief. */
export function createTestDriver(bench: Bench, job: JobId, driver: DriverId = engine, server: BenchServer = bench) {
  let [epoch, reported] = [leaseEpoch(0), 0];

  const attemptOf = async (step: string): Promise<number> => stepOf(await bench.jobNow(job), stepId(step))?.attempt ?? 1;
  const claim = (attempt: number, step: string, hash: RequestHash): Promise<ClaimAnswer> =>
    server.jobs.claim(ann, { job, driver, epoch, step: stepId(step), attempt, requestHash: hash });
  const prepare = (event: Report['event']): (() => Promise<ReportAnswer>) => {
    reported += 1;
    const message = { job, driver, epoch, n: reported, event };
    return () => server.jobs.report(ann, message);
  };
  const report = (event: Report['event']): Promise<ReportAnswer> => prepare(event)();
  return {
    take: async (): Promise<TakeAnswer> => {
      const taken = await server.jobs.take(ann, { job, driver });
      if (taken.type === 'taken') [epoch, reported] = [taken.lease.epoch, taken.lease.reported];
      return taken;
    },
    claim: async (step = 'write'): Promise<ClaimAnswer> => claim(await attemptOf(step), step, await requestOf(bench, job, step)),
    claimAttempt: async (attempt: number, step = 'write', hash?: RequestHash): Promise<ClaimAnswer> =>
      claim(attempt, step, hash ?? (await requestOf(bench, job, step))),
    requestHash: (step = 'write'): Promise<RequestHash> => requestOf(bench, job, step),
    ended: async (step = 'write', attempt?: number): Promise<ReportAnswer> =>
      report({ type: 'step-ended', step: stepId(step), attempt: attempt ?? (await attemptOf(step)) }),
    finish: (): Promise<ReportAnswer> => report({ type: 'finish' }),
    /** Numbers a report now and sends it later. */
    prepare,
    /** Says the last report once more, as after a lost answer. */
    again: (event: Report['event']): Promise<ReportAnswer> => server.jobs.report(ann, { job, driver, epoch, n: reported, event }),
    beat: () => server.jobs.beat(ann, { driver, leases: [{ job, epoch }] }),
    giveBack: () => server.jobs.giveBack(ann, { job, driver, epoch }),
    epoch: () => epoch,
  };
}

async function requestOf(bench: Bench, id: JobId, step: string) {
  const job = await bench.jobNow(id);
  const { model, maxOutputTokens } = job;
  return bench.store.transaction(async (tx) => {
    const brief = await tx.of(ann).getBrief(job.brief);
    const work = brief === null ? null : openWork(catalog, job, brief);
    assert(work?.ok, 'the device has the brief and its recipe');
    const outputs = new Map<ReturnType<typeof stepId>, string>();
    for (const needed of neededSteps(job, stepId(step))) {
      outputs.set(needed, await tx.calls.text(callId(id, needed, stepOf(job, needed)?.attempt ?? 1), 0));
    }
    return requestHashOf(work.value.request(stepId(step), outputs, { model, maxOutputTokens }));
  });
}
