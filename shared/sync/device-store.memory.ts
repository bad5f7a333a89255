import { isAccepted, isEnded, type Job } from '../engine/job.ts';
import { type AccountId, type BriefHash, type CallId, type DeviceId, seq } from '../kernel/brand.ts';
import type { Brief } from '../recipes/recipe.ts';
import type { ChildTable, Records, RecordTable } from '../records/records.ts';
import type { OutboxEntry } from './change.ts';
import type { Base, DeviceState, DeviceStore, DeviceTx, Draft, Notice, RowKey } from './device-store.ts';

/** The test twin of `DeviceStore`; it also shows what it holds. */
export type MemoryDeviceStore = DeviceStore & {
  /** What is stored as of the last transaction; never changed afterwards. */
  readonly peek: () => DeviceRows;
};

type Tables = { readonly [T in RecordTable]: ReadonlyMap<string, Records[T]> };

export type DeviceRows = Tables & {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly outbox: readonly OutboxEntry[];
  readonly bases: readonly Base[];
  readonly briefs: ReadonlyMap<BriefHash, Brief>;
  readonly notices: readonly Notice[];
  readonly state: DeviceState;
};

/** A device's store in memory: transactions run one at a time, each on a copy that takes the place of the rows when it ends well. */
export function createMemoryDeviceStore(of: {
  readonly device: DeviceId;
  readonly account: AccountId | null;
}): MemoryDeviceStore {
  let rows = emptyRows(of.device, of.account);
  let drafts: ReadonlyMap<CallId, Draft> = new Map();
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction: (run) => {
      const own = last.then(async () => {
        const draft = copyOf(rows);
        const result = await run(transactionOver(draft));
        rows = frozen(draft);
        return result;
      });
      last = own.catch(() => {});
      return own;
    },
    read: (run) =>
      last.then(() => {
        const { state, pending, getBrief } = transactionOver(copyOf(rows));
        return run({ state, pending, getBrief });
      }),
    saveDrafts: async (saved) => {
      drafts = new Map([...drafts, ...saved.map((draft) => [draft.call, draft] as const)]);
    },
    drafts: async () => [...drafts.values()],
    dropDrafts: async (calls) => {
      drafts = new Map([...drafts].filter(([call]) => !calls.includes(call)));
    },
    peek: () => rows,
  };
}

function emptyRows(device: DeviceId, account: AccountId | null): DeviceRows {
  const state = { device, account, storeId: null, cursor: seq(0), nextChange: 1, acknowledged: 0 };
  const documents = { projects: new Map(), documents: new Map(), blocks: new Map(), revisions: new Map(), sources: new Map() };
  const tables = { ...documents, analyses: new Map(), settings: new Map() };
  return { ...tables, jobs: new Map(), outbox: [], bases: [], briefs: new Map(), notices: [], state };
}

type Draftable = ReturnType<typeof copyOf>;

function copyOf(rows: DeviceRows) {
  const tables: { readonly [T in RecordTable]: Map<string, Records[T]> } = {
    projects: new Map(rows.projects),
    documents: new Map(rows.documents),
    blocks: new Map(rows.blocks),
    revisions: new Map(rows.revisions),
    sources: new Map(rows.sources),
    analyses: new Map(rows.analyses),
    settings: new Map(rows.settings),
  };
  return {
    tables,
    jobs: new Map(rows.jobs),
    outbox: new Map(rows.outbox.map((entry) => [entry.n, entry])),
    bases: new Map(rows.bases.map((base) => [nameOf(base.key), base])),
    briefs: new Map(rows.briefs),
    notices: new Map(rows.notices.map((notice) => [notice.id, notice])),
    state: rows.state,
  };
}

const frozen = (draft: Draftable): DeviceRows => ({
  ...draft.tables,
  jobs: draft.jobs,
  outbox: inOrder(draft.outbox),
  bases: [...draft.bases.values()],
  briefs: draft.briefs,
  notices: [...draft.notices.values()],
  state: draft.state,
});

const nameOf = (key: RowKey): string => `${key.table}/${key.id}`;
const inOrder = (outbox: ReadonlyMap<number, OutboxEntry>): readonly OutboxEntry[] =>
  [...outbox.values()].toSorted((a, b) => a.n - b.n);

function transactionOver(draft: Draftable): DeviceTx {
  return {
    get: async (table, id) => draft.tables[table].get(id) ?? null,
    put: async (table, row) => {
      draft.tables[table].set(row.id, row);
    },
    remove: async (table, id) => {
      draft.tables[table].delete(id);
    },
    idsWithin: async (table, parent) => idsWithin(draft, table, parent),
    getJob: async (id) => draft.jobs.get(id) ?? null,
    putJob: async (job) => {
      draft.jobs.set(job.id, job);
    },
    allOf: async (table) => [...draft.tables[table].values()],
    removeJob: async (id) => {
      draft.jobs.delete(id);
    },
    activeJobs: async () => [...draft.jobs.values()].filter((job) => isAccepted(job) && !isEnded(job)),
    state: async () => draft.state,
    setState: async (state) => {
      draft.state = state;
    },
    pending: async () => inOrder(draft.outbox),
    append: async (entry) => {
      if (draft.outbox.has(entry.n)) throw new Error(`Change ${entry.n} is in the outbox already`);
      draft.outbox.set(entry.n, entry);
    },
    dropThrough: async (n) => {
      for (const known of [...draft.outbox.keys()]) if (known <= n) draft.outbox.delete(known);
    },
    bases: async () => [...draft.bases.values()],
    hasBase: async (key) => draft.bases.has(nameOf(key)),
    putBase: async (base) => {
      draft.bases.set(nameOf(base.key), base);
    },
    clearBases: async () => draft.bases.clear(),
    clearRows: async () => {
      for (const table of [...Object.values(draft.tables), draft.jobs]) table.clear();
    },
    getBrief: async (hash) => draft.briefs.get(hash) ?? null,
    putBrief: async (hash, brief) => {
      draft.briefs.set(hash, brief);
    },
    putNotice: async (notice) => {
      draft.notices.set(notice.id, notice);
    },
  };
}

function idsWithin({ tables }: Draftable, table: ChildTable, parent: string): readonly string[] {
  if (table === 'documents') return [...tables.documents.values()].filter((row) => row.projectId === parent).map(({ id }) => id);
  return [...tables[table].values()].filter((row) => row.documentId === parent).map(({ id }) => id);
}
