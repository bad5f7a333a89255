import { z } from 'zod/mini';
import type { Job } from '../engine/job.ts';
import type { AccountId, BootId, CallId, DeviceId, DriverId, Seq, StoreId } from '../kernel/brand.ts';
import { parseCallId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import type { Records, RecordTable } from '../records/records.ts';
import { idOf } from '../records/records.ts';

/*
 * What a device hears: one stream a browser. Rows come in the server's order, past the cursor that the device names; text comes beside
 * them, by call and offset. A device that reconnects subscribes anew with what it has; readers drop by offset what they know (L4).
 */

const seqSchema = z.custom<Seq>((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
export const callIdSchema = z.custom<CallId>((value) => typeof value === 'string' && parseCallId(value) !== null);

export const feedInputSchema = z.object({
  protocol: z.int(),
  account: idOf<AccountId>(),
  device: idOf<DeviceId>(),
  /** What this device is called where the person's other devices speak of it, such as `Chrome on Windows`. */
  deviceName: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  /** The engine that listens; its feed's close gives its leases back (part of handing over). */
  driver: idOf<DriverId>(),
  /** Null on the first visit. */
  storeId: z.nullable(idOf<StoreId>()),
  cursor: seqSchema,
  /** How much of each open call's text the device has, in UTF-16 code units; a call that is not named starts at 0. */
  offsets: z.record(z.string(), z.int().check(z.nonnegative())),
});
export type FeedInput = Readonly<z.infer<typeof feedInputSchema>>;

/** A row as the server has it; `row` is null where it was deleted (S5). */
export type FeedRow =
  | { readonly seq: Seq; readonly table: 'jobs'; readonly id: string; readonly row: Job | null }
  | {
      [T in RecordTable]: { readonly seq: Seq; readonly table: T; readonly id: string; readonly row: Records[T] | null };
    }[RecordTable];

export type CallState = 'open' | 'done' | 'failed' | 'lost';

export type FeedMessage =
  /** First of all. `serverNow` sets the device's idea of the server's time. */
  | {
      readonly type: 'hello';
      readonly storeId: StoreId;
      readonly boot: BootId;
      readonly serverNow: Millis;
      readonly leaseMs: number;
    }
  /** The cursor is of another store or below the floor: forget the copied rows, keep the outbox, go on from 0 (S3). */
  | {
      readonly type: 'reset';
      readonly storeId: StoreId;
      /** This store is an older copy of the one that the device knows: it wants back what the device has beyond it. */
      readonly isOlderCopy?: true;
    }
  /** `lastChange`: the last of this device's changes that is applied in what has been sent so far (S2). `more`: still catching up. */
  | {
      readonly type: 'rows';
      readonly rows: readonly FeedRow[];
      /** The place that these rows follow on; a device that has not come so far lacks some. Absent from servers of older builds. */
      readonly from?: Seq;
      readonly cursor: Seq;
      readonly lastChange: number;
      readonly more: boolean;
    }
  | { readonly type: 'text'; readonly call: CallId; readonly offset: number; readonly text: string }
  | { readonly type: 'call'; readonly call: CallId; readonly state: CallState }
  /** A place became free: steps that wait for their turn may be claimed again. */
  | { readonly type: 'bell' }
  /** The stream will not go on; errors come as data, because an exception would be retried for ever. */
  | { readonly type: 'refused'; readonly reason: 'signed_out' | 'wrong_account' | 'too_old' | 'stopping' };
