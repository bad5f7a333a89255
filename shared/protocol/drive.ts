import { z } from 'zod/mini';
import type { Job } from '../engine/job.ts';
import type { Lease } from '../engine/lease.ts';
import type { CallId, DriverId, JobId, LeaseEpoch, RequestHash, Seq, StepId } from '../kernel/brand.ts';
import { idOf } from '../records/records.ts';

/*
 * What a driver says to the server and hears back. Every message names its lease (J4) and none carries text (L1). Each may be sent
 * again with the same content and is then answered alike.
 */

const epoch = z.custom<LeaseEpoch>((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
const fence = { job: idOf<JobId>(), driver: idOf<DriverId>(), epoch };

export const takeSchema = z.object({ job: idOf<JobId>(), driver: idOf<DriverId>() });
export type Take = Readonly<z.infer<typeof takeSchema>>;

export const giveBackSchema = z.object(fence);
export type GiveBack = Readonly<z.infer<typeof giveBackSchema>>;

export const claimSchema = z.object({
  ...fence,
  step: idOf<StepId>(),
  attempt: z.int().check(z.positive()),
  requestHash: idOf<RequestHash>(),
});
export type Claim = Readonly<z.infer<typeof claimSchema>>;

export const reportSchema = z.object({
  ...fence,
  /** Grows by one with each report under this lease (J3). */
  n: z.int().check(z.positive()),
  event: z.discriminatedUnion('type', [
    /** The call of this step and attempt has ended: the server looks at its ledger and does what follows. */
    z.object({ type: z.literal('step-ended'), step: idOf<StepId>(), attempt: z.int().check(z.positive()) }),
    /** Every step has ended. */
    z.object({ type: z.literal('finish') }),
  ]),
});
export type Report = Readonly<z.infer<typeof reportSchema>>;

export const beatSchema = z.object({
  driver: idOf<DriverId>(),
  leases: z.array(z.object({ job: idOf<JobId>(), epoch })).check(z.maxLength(1_000)),
});
export type Beat = Readonly<z.infer<typeof beatSchema>>;

/** The server's row with its place in the order: of two, the one with the larger `seq` is newer. */
export type JobRow = { readonly seq: Seq; readonly job: Job };

export type TakeAnswer =
  | { readonly type: 'taken'; readonly row: JobRow; readonly lease: Lease }
  /** Somebody else drives it for at least this long. */
  | { readonly type: 'held'; readonly forMs: number }
  /** Ended, paused, not accepted, not there, or a later engine of this device has replaced the asker: nothing to drive. */
  | { readonly type: 'none'; readonly reason: 'rest' | 'gone' | 'replaced' };

export type DriveRefusal = 'stale_epoch' | 'gone' | 'wrong_state' | 'stale_attempt' | 'other_request' | 'still_open';

export type ClaimAnswer =
  /** Claimed by this message or before it: attach. */
  | { readonly type: 'open'; readonly call: CallId; readonly row: JobRow }
  /** The call of this name has ended already: report it. */
  | { readonly type: 'ended'; readonly row: JobRow }
  /** Not now: the row says for what and until when (L3). */
  | { readonly type: 'not_yet'; readonly row: JobRow }
  | { readonly type: 'refused'; readonly reason: DriveRefusal; readonly row: JobRow | null };

export type ReportAnswer =
  | { readonly type: 'noted'; readonly row: JobRow }
  | { readonly type: 'refused'; readonly reason: DriveRefusal; readonly row: JobRow | null };

/** The leases of the beat that are no longer the driver's. */
export type BeatAnswer = { readonly stale: readonly JobId[] };
