import type { Job } from '../../shared/engine/job.ts';
import type { Lease } from '../../shared/engine/lease.ts';
import type {
  AccountId,
  BlockId,
  BootId,
  BriefHash,
  CallId,
  DeviceId,
  DriverId,
  JobId,
  RequestHash,
  Seq,
  StepId,
  StoreId,
} from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { JobRow } from '../../shared/protocol/drive.ts';
import type { Failure } from '../../shared/protocol/failure.ts';
import type { FeedRow } from '../../shared/protocol/feed.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import type { Usage } from '../../shared/recipes/usage.ts';
import type { RecordTable } from '../../shared/records/records.ts';
import type { RowSet } from '../../shared/sync/row-set.ts';
import type { ApiRows } from './api-store.ts';
import type { EndedJobs } from './ended-jobs.ts';
import type { Figures } from './figures.ts';

/**
 * The server's store as the rest of the server sees it: transactions over one person's rows and over the ledger. What it hides: which
 * database, its tables and SQL. A transaction sees its own writes, is durable when its promise resolves, and leaves nothing behind when
 * its function throws. Never wait for anything but the store inside one.
 */
export type Store = {
  /** Names this data folder; made with it, and anew when it is restored from a backup (S3). */
  readonly storeId: StoreId;
  /** The store that its backup was made of; null for one that never came from a backup. */
  readonly restoredFrom: StoreId | null;
  /** The name that it had before any restore: it stays for ever. */
  readonly firstStoreId: StoreId;
  /** Other server processes use it at the same time: a start then says nothing about those before it (L9). */
  readonly isShared: boolean;
  readonly transaction: <T>(run: (tx: StoreTx) => Promise<T>) => Promise<T>;
  /**
   * Called after each commit with the accounts of which a device has something to hear: changed rows, or settled changes of its own. In a
   * shared store also of what others commit, and after a while again, in case that word of it was lost. Returns the way to stop listening.
   */
  readonly onCommit: (listener: (changed: ReadonlySet<AccountId>) => void) => () => void;
  readonly close: () => Promise<void>;
};

export type StoreTx = {
  /** The rows of one person, and nobody else's: every row is read and written under its owner's id, here and only here. */
  readonly of: (account: AccountId) => AccountRows;
  readonly calls: Calls;
  /** How jobs ended, of everybody. */
  readonly ended: EndedJobs;
  /** Numbers for a monitor, of everybody. */
  readonly figures: Figures;
  /**
   * Gives all that one person has written to another, at the end of the other's order; none of it may be at work. First in its
   * transaction: rows that were read before it are of the past.
   */
  readonly move: (from: AccountId, to: AccountId) => Promise<void>;
  /** What only programs ask of a person's rows. */
  readonly api: (account: AccountId) => ApiRows;
  /** Whose job this is, whoever asks; null if there is none. A job's id names its calls, so two people can never have the same. */
  readonly jobOwner: (id: JobId) => Promise<AccountId | null>;
  /** Everybody who has rows. */
  readonly accounts: () => Promise<readonly AccountId[]>;
  /** Every unfinished job of everybody, oldest first; for the server's start. */
  readonly unfinishedJobs: () => Promise<readonly { readonly account: AccountId; readonly job: Job }[]>;
};

/**
 * Changes are given their places in the person's order when the transaction commits, with the counter row written last (S1). `putJob`
 * writes the whole row, lease included.
 */
export type AccountRows = RowSet & {
  readonly jobRow: (id: JobId) => Promise<JobRow | null>;
  /** Jobs that are not ended; those that hold blocks among them decide who is busy (J10). */
  readonly activeJobs: () => Promise<readonly Job[]>;
  /** A sign of life only: no place in the order changes, devices are not told. */
  readonly extendLease: (id: JobId, lease: Lease) => Promise<void>;
  readonly getBrief: (hash: BriefHash) => Promise<Brief | null>;
  /** How much a brief asks for: its length in characters, and the blocks that it names; zeros if there is none. */
  readonly briefSize: (hash: BriefHash) => Promise<{ readonly chars: number; readonly blocks: number }>;
  readonly putBrief: (hash: BriefHash, brief: Brief) => Promise<void>;
  /** The last number applied of a device's outbox; 0 for a device never heard of (S2). */
  readonly lastChange: (device: DeviceId) => Promise<number>;
  readonly setLastChange: (device: DeviceId, n: number) => Promise<void>;
  readonly nameDevice: (device: DeviceId, name: string) => Promise<void>;
  /** The devices that have said what they are called. */
  readonly deviceNames: () => Promise<readonly { readonly device: DeviceId; readonly name: string }[]>;
  /** Rows past a cursor in order; at most `limit`. `cursor` is that of the last row given, or the present one if there are none. */
  readonly rowsAfter: (
    cursor: Seq,
    limit: number,
  ) => Promise<{ readonly rows: readonly FeedRow[]; readonly cursor: Seq; readonly more: boolean }>;
  /** The newest place in the order, and the oldest from which `rowsAfter` is whole. */
  readonly bounds: () => Promise<{ readonly floor: Seq; readonly newest: Seq }>;
  /** How far the order had come in the backup from which the store was restored; 0 without one. */
  readonly restoredAt: () => Promise<Seq>;
  /** Where a record stands in the order; null if there never was one of that id. */
  readonly placeOf: (table: RecordTable, id: string) => Promise<{ readonly seq: Seq; readonly isDeleted: boolean } | null>;
  readonly totals: () => Promise<Totals>;
  /** Adds to the totals; what is left out stays as it is. */
  readonly addToTotals: (more: Partial<Totals>) => Promise<void>;
  /** What was spent in a month, such as `2026-11`. */
  readonly spending: (month: string) => Promise<Spending>;
  readonly addToSpending: (month: string, more: Spending) => Promise<void>;
  /** Jobs that ended before a time, the oldest first; those alone that programs made, if asked. */
  readonly finishedJobs: (which: FinishedBefore) => Promise<readonly JobId[]>;
  /** Takes a job that has ended away with its calls. Devices hear of it like of any deletion (S5), and its id is never taken again. */
  readonly removeJob: (id: JobId) => Promise<void>;
  /** Whether there was such a job, and it was removed. */
  readonly isRemovedJob: (id: JobId) => Promise<boolean>;
  /** Drops briefs that no job needs, at most `limit`; answers how many they were. */
  readonly dropUnusedBriefs: (limit: number) => Promise<number>;
  /** Jobs whose targets are held at the moment, by block. */
  readonly busyBlocks: (blocks: readonly BlockId[]) => Promise<ReadonlyMap<BlockId, JobId>>;
};

export type FinishedBefore = { readonly endedBefore: Millis; readonly isProgramsOnly: boolean; readonly limit: number };

/** What a person's calls used, in tokens, whatever became of their jobs (L7). */
export type Totals = {
  /** Used by any call that has ended, for nothing too. Guessed where the provider did not say. */
  readonly paid: number;
  /** Used by the attempts whose answers were kept. */
  readonly kept: number;
  /** Used by possibly paid attempts that were repeated. */
  readonly paidTwice: number;
};

/** What calls cost, by the price of the day on which each ended. */
export type Spending = {
  /** Millionths of a dollar. */
  readonly micros: number;
  /** Calls whose price nobody knows: they are not in the sum. */
  readonly unpriced: number;
};

/** How a call ended, as the ledger keeps it. */
export type CallResult =
  | { readonly type: 'done'; readonly stop: 'end' | 'length'; readonly usage: Usage; readonly model: string }
  | { readonly type: 'failed'; readonly failure: Failure; readonly usage: Usage | null }
  /** The process that ran it ended first. */
  | { readonly type: 'lost' };

/** One call to the provider: claimed before it is sent, and never sent again (L1, L2). */
export type CallRow = {
  readonly id: CallId;
  readonly account: AccountId;
  readonly job: JobId;
  readonly step: StepId;
  readonly attempt: number;
  /** Who claimed it. */
  readonly driver: DriverId;
  /** The server process that runs it (L9). */
  readonly owner: BootId;
  readonly requestHash: RequestHash;
  readonly claimedAt: Millis;
  /** Length of its logged text in UTF-16 code units. */
  readonly chars: number;
  /** Null while it is open. */
  readonly end: (CallResult & { readonly endedAt: Millis }) | null;
};

export type NewCall = Omit<CallRow, 'chars' | 'end'> & { readonly request: ModelRequest };

export type Calls = {
  readonly get: (id: CallId) => Promise<CallRow | null>;
  readonly request: (id: CallId) => Promise<ModelRequest | null>;
  /** The model that it asked for. */
  readonly model: (id: CallId) => Promise<string | null>;
  /** All attempts of a job, in the order they were claimed. */
  readonly ofJob: (account: AccountId, job: JobId) => Promise<readonly CallRow[]>;
  readonly open: (account: AccountId | null) => Promise<readonly CallRow[]>;
  readonly claim: (call: NewCall) => Promise<void>;
  /** Appends each text at its offset. Only to calls that are open and owned by `owner`; answers which were (L9). */
  readonly append: (
    owner: BootId,
    texts: readonly { readonly call: CallId; readonly offset: number; readonly text: string }[],
  ) => Promise<ReadonlySet<CallId>>;
  /** Ends a call if it is open and owned by `owner`; false if it was not (L9). */
  readonly settle: (owner: BootId, id: CallId, result: CallResult, at: Millis) => Promise<boolean>;
  /** The logged text from an offset on. */
  readonly text: (id: CallId, from: number) => Promise<string>;
  /**
   * Joins the pieces of the texts of calls that ended before a time, at most `limit` of them; answers how many they were. Nobody who
   * reads sees a difference.
   */
  readonly fold: (endedBefore: Millis, limit: number) => Promise<number>;
  /** Marks every open call of other processes as lost; answers which (L7, L9). */
  readonly voidOthers: (owner: BootId, at: Millis) => Promise<readonly CallRow[]>;
  /** One more sign of life of a process (L9). */
  readonly beat: (boot: BootId) => Promise<void>;
  /** How many signs of life each process has given; 0 for one that owns an open call and has given none. */
  readonly beats: () => Promise<ReadonlyMap<BootId, number>>;
  /** Marks every open call of a process that is gone as lost, and forgets the process; answers which. */
  readonly voidBoot: (boot: BootId, at: Millis) => Promise<readonly CallRow[]>;
};
