import type { Table } from 'dexie';
import { isAccepted } from '../../shared/engine/job.ts';
import { type AccountId, type DeviceId, seq } from '../../shared/kernel/brand.ts';
import type { Records, RecordTable } from '../../shared/records/records.ts';
import type { DeviceState, DeviceStore, DeviceTx } from '../../shared/sync/device-store.ts';
import type { RowSet } from '../../shared/sync/row-set.ts';
import { type Database, storedJob } from './database.ts';
import { reopening } from './reopen.ts';

export type DeviceStoreOptions = {
  readonly database: Database;
  readonly account: AccountId;
  /** Names this browser's copy the first time that it is opened. */
  readonly newDevice: DeviceId;
  /** The engine that writes, if it is one: its transactions are refused once a later one has begun to run (J4). */
  readonly generation?: number;
};

/** A later engine has begun to run: this one may write nothing any more. */
export class ReplacedError extends Error {
  override readonly name = 'ReplacedError';
}

/** The device's copy in IndexedDB. Rejects with the browser's own error, `QuotaExceededError` among them. */
export function createDeviceStore({ database, account, newDevice, generation }: DeviceStoreOptions): DeviceStore {
  const fresh: DeviceState = { device: newDevice, account, storeId: null, cursor: seq(0), nextChange: 1, acknowledged: 0 };
  const tx = transactionOver(database, fresh);
  const { strict, relaxed, drafts, state, outbox, briefs } = database;
  return {
    transaction: (run) =>
      reopening(strict, () =>
        strict.transaction('rw', strict.tables, async () => {
          if (generation !== undefined) await refuseReplaced(database, generation);
          return run(tx);
        }),
      ),
    read: (run) =>
      reopening(strict, () =>
        strict.transaction('r', [state, outbox, briefs, database.generation], async () => {
          if (generation !== undefined) await refuseReplaced(database, generation);
          return run({
            pending: tx.pending,
            getBrief: tx.getBrief,
            state: async () => (await state.get('device'))?.state ?? fresh,
          });
        }),
      ),
    saveDrafts: async (saved) => {
      await reopening(relaxed, () => drafts.bulkPut([...saved]));
    },
    drafts: () => reopening(relaxed, () => drafts.toArray()),
    dropDrafts: (calls) => reopening(relaxed, () => drafts.bulkDelete([...calls])),
  };
}

/** Counts one more start of an engine on this copy; the first is 1. From here on no earlier one can write. */
export const nextGeneration = ({ strict, generation }: Database): Promise<number> =>
  reopening(strict, () =>
    strict.transaction('rw', generation, async () => {
      const next = ((await generation.get('engine'))?.generation ?? 0) + 1;
      await generation.put({ key: 'engine', generation: next });
      return next;
    }),
  );

async function refuseReplaced({ generation }: Database, own: number): Promise<void> {
  const newest = (await generation.get('engine'))?.generation ?? 0;
  if (newest > own) throw new ReplacedError(`Engine ${own} was replaced by ${newest}`);
}

/** Dexie knows the running transaction by itself, so one object serves all. */
function transactionOver(database: Database, fresh: DeviceState): DeviceTx {
  return { ...rowsOver(database), ...changesOver(database, fresh) };
}

function rowsOver({
  strict,
  records,
  jobs,
}: Database): RowSet & Pick<DeviceTx, 'allOf' | 'removeJob' | 'activeJobs' | 'clearRows'> {
  return {
    get: async (table, id) => (await tableOf(records, table).get(id)) ?? null,
    put: async (table, row) => {
      await tableOf(records, table).put(row);
    },
    remove: (table, id) => records[table].delete(id),
    idsWithin: async (table, parent) => {
      const index = table === 'documents' ? 'projectId' : 'documentId';
      return (await strict.table(table).where(index).equals(parent).primaryKeys()).map(String);
    },
    getJob: async (id) => (await jobs.get(id))?.job ?? null,
    putJob: async (job) => {
      await jobs.put(storedJob(job));
    },
    allOf: (table) => tableOf(records, table).toArray(),
    removeJob: (id) => jobs.delete(id),
    activeJobs: async () => {
      const stored = await jobs.where('active').equals(1).toArray();
      return stored.map(({ job }) => job).filter(isAccepted);
    },
    clearRows: async () => {
      for (const table of [...Object.values(records), jobs]) await table.clear();
    },
  };
}

type Changes = Omit<DeviceTx, keyof RowSet | 'allOf' | 'removeJob' | 'activeJobs' | 'clearRows'>;

function changesOver({ outbox, bases, briefs, notices, state }: Database, fresh: DeviceState): Changes {
  return {
    state: async () => {
      const known = await state.get('device');
      if (known !== undefined) return known.state;
      await state.put({ key: 'device', state: fresh });
      return fresh;
    },
    setState: async (next) => {
      await state.put({ key: 'device', state: next });
    },
    pending: () => outbox.orderBy('n').toArray(),
    append: async (entry) => {
      await outbox.add(entry);
    },
    dropThrough: async (n) => {
      await outbox.where('n').belowOrEqual(n).delete();
    },
    bases: async () => (await bases.toArray()).map(({ table, rowId, row }) => ({ key: { table, id: rowId }, row })),
    hasBase: async ({ table, id }) => (await bases.where('[table+rowId]').equals([table, id]).count()) > 0,
    putBase: async ({ key, row }) => {
      await bases.put({ table: key.table, rowId: key.id, row });
    },
    clearBases: () => bases.clear(),
    getBrief: async (hash) => (await briefs.get(hash))?.brief ?? null,
    putBrief: async (hash, brief) => {
      await briefs.put({ hash, brief });
    },
    putNotice: async (notice) => {
      await notices.put(notice);
    },
  };
}

const tableOf = <T extends RecordTable>(records: Database['records'], table: T): Table<Records[T], string> => records[table];
