import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../server/store/sqlite.ts';
import type { Job } from '../../shared/engine/job.ts';
import type { DriverId, LeaseEpoch } from '../../shared/kernel/brand.ts';
import type { Block, Revision } from '../../shared/records/records.ts';

/** A call as the ledger has it. */
type LedgerCall = {
  readonly id: string;
  readonly step: string;
  readonly attempt: number;
  readonly driver: DriverId;
  readonly chars: number;
  readonly isOpen: boolean;
  /** `done`, `lost`, or `failed` with its reason; null while it is open. */
  readonly end: string | null;
};

const endInWords = ({ type, failure }: { readonly type: string; readonly failure?: { readonly reason: string } }): string =>
  failure === undefined ? type : `${type} (${failure.reason})`;

/** A lease as it was seen. `seenAt`: wall time in ms at which it was there for certain. */
type Holder = { readonly epoch: LeaseEpoch; readonly driver: DriverId; readonly seenAt: number };

/** The server's database, only read: what is true, whatever any screen shows. It holds one job. */
export type LedgerReader = {
  readonly job: () => Job | null;
  readonly calls: () => readonly LedgerCall[];
  /** The texts of the blocks that have a prompt, in reading order; null for one that has none yet. */
  readonly texts: () => readonly (string | null)[];
  /** Whether any block holds a text beside its current one. */
  readonly hasSuggestion: () => boolean;
  /** Who has held the lease under which epoch, as far as it was looked at, in the order in which the epochs were seen. */
  readonly holders: () => readonly Holder[];
  readonly close: () => void;
};

const lookEveryMs = 25;

/** Opens the database of a data folder and watches its lease. */
export function openLedgerReader(dataDir: string): LedgerReader {
  const database = new Sqlite(databaseFile(dataDir), { readonly: true, fileMustExist: true });
  const holders: Holder[] = [];
  const jobRow = database.prepare<[], { body: string; lease: string | null }>(
    'select body, lease from jobs order by "createdAt" desc, id limit 1',
  );
  const callRows = database.prepare<
    [],
    { id: string; step: string; attempt: number; driver: DriverId; chars: number; open: number; end: string | null }
  >('select id, step, attempt, driver, chars, open, end from calls order by no');
  const recordRows = database.prepare<[string], { body: string }>(
    'select body from records where "table" = ? and body is not null',
  );

  // Whoever reads the job sees its lease.
  const job = (): Job | null => {
    const row = jobRow.get();
    if (row === undefined) return null;
    const lease: Job['lease'] = row.lease === null ? null : JSON.parse(row.lease);
    const isKnown = holders.some(({ epoch, driver }) => epoch === lease?.epoch && driver === lease.driver);
    if (lease !== null && !isKnown) holders.push({ epoch: lease.epoch, driver: lease.driver, seenAt: Date.now() });
    return { ...JSON.parse(row.body), lease };
  };
  const blocks = (): readonly Block[] =>
    recordRows
      .all('blocks')
      .map((row): Block => JSON.parse(row.body))
      .filter(({ kind }) => kind === 'prompt')
      .toSorted((one, other) => (one.order < other.order ? -1 : 1));
  const look = setInterval(job, lookEveryMs);
  return {
    job,
    calls: () =>
      callRows.all().map(({ open, end, ...row }) => ({ ...row, isOpen: open === 1, end: end && endInWords(JSON.parse(end)) })),
    texts: () => {
      const revisions = recordRows.all('revisions').map((row): Revision => JSON.parse(row.body));
      return blocks().map(({ current }) => revisions.find(({ id }) => id === current)?.text ?? null);
    },
    hasSuggestion: () => blocks().some(({ suggestion, aside }) => suggestion !== null || aside !== null),
    holders: () => holders,
    close: () => {
      clearInterval(look);
      database.close();
    },
  };
}
