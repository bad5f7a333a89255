import type { Generated } from 'kysely';
import type { Status } from '../../shared/engine/job.ts';
import type {
  AccountId,
  BootId,
  BriefHash,
  CallId,
  DeviceId,
  DocumentId,
  DriverId,
  JobId,
  RequestHash,
  Seq,
  StepId,
  StoreId,
} from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { RecordTable } from '../../shared/records/records.ts';

/** The tables of every migration but those of `IdentityTables`. What is called `body`, `lease`, `request` and `end` is JSON. */
export type StoreTables = {
  /**
   * One row: the name of this data folder, and those it had: of the store that its backup was made of (null for one that was never
   * restored), and of the first of all.
   */
  readonly meta: {
    readonly storeId: StoreId;
    readonly createdAt: Millis;
    readonly restoredFrom: StoreId | null;
    readonly firstStoreId: StoreId;
  };
  readonly records: RecordsTable;
  readonly jobs: JobsTable;
  readonly briefs: { readonly account: AccountId; readonly hash: BriefHash; readonly body: string };
  readonly devices: {
    readonly account: AccountId;
    readonly device: DeviceId;
    readonly lastChange: number;
    readonly name: string | null;
  };
  /** One counter a person (S1). Rows below `floor` may be missing. `restoredAt`: how far it had come in the backup; 0 without one. */
  readonly seqs: { readonly account: AccountId; readonly newest: Seq; readonly floor: Seq; readonly restoredAt: Seq };
  readonly calls: CallsTable;
  /** Tokens, one row a person. */
  readonly totals: { readonly account: AccountId; readonly paid: number; readonly kept: number; readonly paidTwice: number };
  /** Signs of life; empty where one process has the store for itself. */
  readonly boots: { readonly boot: BootId; readonly beats: number };
  /** `month` such as `2026-11`. */
  readonly spending: { readonly account: AccountId; readonly month: string; readonly micros: number; readonly unpriced: number };
  readonly ended_jobs: EndedJobsTable;
  readonly removed_jobs: RemovedJobsTable;
  readonly idempotency_keys: {
    readonly account: AccountId;
    /** As the program chose it. */
    readonly key: string;
    readonly bodyHash: string;
    readonly job: JobId;
    readonly createdAt: Millis;
  };
  readonly call_log: {
    readonly call: number;
    /** In UTF-16 code units from the start of the call's text. */
    readonly offset: number;
    readonly text: string;
  };
};

export type RecordsTable = {
  readonly account: AccountId;
  readonly table: RecordTable;
  readonly id: string;
  readonly seq: Seq;
  /** The document or project it belongs to. */
  readonly parent: string | null;
  /** Null once it was deleted: the row stays, so that every device hears of it (S2, S5). */
  readonly body: string | null;
};

export type JobsTable = {
  readonly account: AccountId;
  readonly id: JobId;
  readonly seq: Seq;
  /** 1 while it is not ended. */
  readonly active: 0 | 1;
  readonly createdAt: Millis;
  /** Apart from the body, because signs of life change it often and alone. */
  readonly lease: string | null;
  /** As in the body, to be found by. */
  readonly status: Status;
  readonly kind: string;
  readonly documentId: DocumentId;
  readonly brief: BriefHash;
  readonly body: string;
};

/** A job that was cleared away: its id stays, so that every device hears of it (S2). */
export type RemovedJobsTable = { readonly account: AccountId; readonly id: JobId; readonly seq: Seq };

export type EndedJobsTable = {
  readonly no: Generated<number>;
  readonly account: AccountId;
  readonly kind: string;
  readonly model: string;
  /** Jobs of one size are alike enough to be compared. */
  readonly size: string;
  readonly status: EndStatus;
  /** Why it failed; null for every other end. */
  readonly reason: string | null;
  readonly endedAt: Millis;
  /** From the first step's start; null for one that never began. */
  readonly tookMs: number | null;
  /** 1 where `tookMs` says something about the next job of its like. */
  readonly isSample: 0 | 1;
  /** Whether it ended within what was estimated; null where nothing was. */
  readonly isInside: 0 | 1 | null;
};

/** How a job can end. */
export type EndStatus = Extract<Status, 'completed' | 'failed' | 'cancelled'>;

export type CallsTable = {
  readonly no: Generated<number>;
  readonly id: CallId;
  readonly account: AccountId;
  readonly job: JobId;
  readonly step: StepId;
  readonly attempt: number;
  readonly driver: DriverId;
  readonly owner: BootId;
  readonly requestHash: RequestHash;
  readonly request: string;
  readonly claimedAt: Millis;
  readonly chars: number;
  /** 1 until it has ended. */
  readonly open: 0 | 1;
  readonly end: string | null;
  /** Its whole text, once the pieces in `call_log` were joined; null until then. */
  readonly text: string | null;
};
