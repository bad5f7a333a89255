import type { Job } from '../engine/job.ts';
import type { AccountId, BriefHash, CallId, DeviceId, JobId, Seq, StoreId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import type { Brief } from '../recipes/recipe.ts';
import type { Records, RecordTable } from '../records/records.ts';
import type { OutboxEntry } from './change.ts';
import type { RowSet } from './row-set.ts';

/**
 * What a device keeps, as `shared/sync` sees it. IndexedDB is behind it in the browser, a memory twin in tests; both pass one contract
 * suite. What a person did is durable when `transaction` resolves (J1), and nothing of it is there if its function throws.
 */
export type DeviceStore = {
  /** Strictly durable; sees its own writes; one at a time. Never wait for anything but the store inside. */
  readonly transaction: <T>(run: (tx: DeviceTx) => Promise<T>) => Promise<T>;
  /** Reads as of one moment, after the transactions before it; nobody else's reading waits for it, as it does for a transaction. */
  readonly read: <T>(run: (tx: DeviceReading) => Promise<T>) => Promise<T>;
  /** The text of an open call so far, for a reload; may be lost, for the server has it. */
  readonly saveDrafts: (drafts: readonly Draft[]) => Promise<void>;
  readonly drafts: () => Promise<readonly Draft[]>;
  readonly dropDrafts: (calls: readonly CallId[]) => Promise<void>;
};

export type Draft = { readonly call: CallId; readonly job: JobId; readonly text: string; readonly savedAt: Millis };

export type DeviceState = {
  readonly device: DeviceId;
  /** Null before the first session. */
  readonly account: AccountId | null;
  readonly storeId: StoreId | null;
  readonly cursor: Seq;
  /** The number that the next change gets. */
  readonly nextChange: number;
  /** The last number that the server has acknowledged; its rows may not have come back yet. */
  readonly acknowledged: number;
};

/** Where a row stands. */
export type RowKey = { readonly table: RecordTable | 'jobs'; readonly id: string };
export type Row = Records[RecordTable] | Job;
/** The server's row under one that unsent changes have altered; null if the server has none. */
export type Base = { readonly key: RowKey; readonly row: Row | null };

/** Something that a person should be told once, and that no row says. */
export type Notice = { readonly id: string; readonly type: 'too_late'; readonly jobId: JobId; readonly at: Millis };

/** What is read without a wish to write. */
export type DeviceReading = Pick<DeviceTx, 'state' | 'pending' | 'getBrief'>;

export type DeviceTx = RowSet & {
  readonly removeJob: (id: string) => Promise<void>;
  /** Every row of a table. */
  readonly allOf: <T extends RecordTable>(table: T) => Promise<readonly Records[T][]>;
  /** Jobs that are accepted and not ended. */
  readonly activeJobs: () => Promise<readonly Job[]>;
  readonly state: () => Promise<DeviceState>;
  readonly setState: (state: DeviceState) => Promise<void>;
  /** Every change that the feed has not brought back yet, in order. */
  readonly pending: () => Promise<readonly OutboxEntry[]>;
  readonly append: (entry: OutboxEntry) => Promise<void>;
  /** Drops the changes up to and with `n`. */
  readonly dropThrough: (n: number) => Promise<void>;
  readonly bases: () => Promise<readonly Base[]>;
  readonly hasBase: (key: RowKey) => Promise<boolean>;
  readonly putBase: (base: Base) => Promise<void>;
  readonly clearBases: () => Promise<void>;
  /** Forgets every copied row; outbox, briefs and state stay. */
  readonly clearRows: () => Promise<void>;
  readonly getBrief: (hash: BriefHash) => Promise<Brief | null>;
  readonly putBrief: (hash: BriefHash, brief: Brief) => Promise<void>;
  readonly putNotice: (notice: Notice) => Promise<void>;
};
