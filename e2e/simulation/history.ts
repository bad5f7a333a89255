import type { CallRow } from '../../server/store/store.ts';
import type { Job } from '../../shared/engine/job.ts';
import type { CallId, DeviceId, JobId, RequestHash } from '../../shared/kernel/brand.ts';
import type { Records, RecordTable } from '../../shared/records/records.ts';
import type { Peek } from './server-storage.ts';

/** A call as it is committed, with what the simulation adds. */
export type KnownCall = CallRow & {
  readonly text: string;
  /** The job's round when it was claimed. */
  readonly round: number;
};

type AnyRecord = Records[RecordTable];
/** A record before and after a commit; null where it was not there or was deleted. */
export type RecordDiff = {
  readonly table: RecordTable;
  readonly id: string;
  readonly seq: number;
  readonly before: AnyRecord | null;
  readonly after: AnyRecord | null;
};
/** A job before and after a commit, lease included. */
export type JobDiff = { readonly seq: number; readonly before: Job | null; readonly after: Job };
/** A call before and after a commit, text included. */
export type CallDiff = { readonly before: KnownCall | null; readonly after: KnownCall };

/** What one committed transaction changed. */
export type Commit = {
  /** The server's wall time. */
  readonly now: number;
  readonly jobs: readonly JobDiff[];
  readonly records: readonly RecordDiff[];
  readonly calls: readonly CallDiff[];
  /** Devices whose count of applied changes moved. */
  readonly applied: readonly { readonly device: DeviceId; readonly before: number; readonly after: number }[];
  readonly newestBefore: number;
  readonly newest: number;
  /** Accounts besides the person's own that have rows: nobody else has ever done anything. */
  readonly strangers: readonly string[];
};

/** The server's truth, commit by commit, read past all gates. */
export type History = {
  readonly jobs: ReadonlyMap<JobId, { readonly seq: number; readonly job: Job }>;
  /** Deleted ones are gone from here. */
  readonly records: ReadonlyMap<string, AnyRecord>;
  readonly calls: ReadonlyMap<CallId, KnownCall>;
  readonly applied: ReadonlyMap<DeviceId, number>;
  /** A claim of this start of the server that is committed, open, and was not sent before. */
  readonly unsentCall: (hash: RequestHash, boot: string, isSent: (id: CallId) => boolean) => CallId | null;
  /** How long ago a process gave its last sign of life; null if it never did. */
  readonly silentMs: (boot: string) => number | null;
  /** Reads what the last commit wrote. */
  readonly read: (written: ReadonlySet<string>) => Promise<Commit>;
};

/** A history that begins with an empty database. `now` is the server's wall time, `elapsed` the world's. */
export function createHistory(peek: Peek, account: string, now: () => number, elapsed: () => number): History {
  const beats: Beats = new Map();
  const state: State = { jobs: new Map(), records: new Map(), calls: new Map(), applied: new Map(), newest: 0 };
  const texts = createTexts(peek);
  return {
    jobs: state.jobs,
    records: state.records,
    calls: state.calls,
    applied: state.applied,
    unsentCall: (hash, boot, isSent) => {
      for (const { id, end, requestHash, owner } of state.calls.values())
        if (end === null && requestHash === hash && owner === boot && !isSent(id)) return id;
      return null;
    },
    silentMs: (boot) => {
      const last = beats.get(boot);
      return last === undefined ? null : elapsed() - last.at;
    },
    read: async (written) => {
      const newestBefore = state.newest;
      const jobs = written.has('jobs') ? await readJobs(peek, state) : [];
      const records = written.has('records') ? await readRecords(peek, state) : [];
      // The log's own statement is told by the name it gives to what has grown.
      const isLogged = written.has('calls') || written.has('call_log') || written.has('grown');
      if (isLogged) await texts.read();
      const calls = isLogged ? await readCalls(peek, state, texts.of) : [];
      const applied = written.has('devices') ? await readApplied(peek, state) : [];
      if (written.has('boots')) await readBeats(peek, beats, elapsed());
      const counters = written.has('seqs')
        ? await peek<{ account: string; newest: number }>('select account, newest from seqs')
        : [];
      state.newest = counters.find((each) => each.account === account)?.newest ?? state.newest;
      const strangers = counters.flatMap((each) => (each.account === account ? [] : [each.account]));
      return { now: now(), jobs, records, calls, applied, newestBefore, newest: state.newest, strangers };
    },
  };
}

type State = {
  /** `lease` as it is stored. */
  readonly jobs: Map<JobId, { readonly seq: number; readonly lease: string | null; readonly job: Job }>;
  readonly records: Map<string, AnyRecord>;
  readonly calls: Map<CallId, KnownCall>;
  readonly applied: Map<DeviceId, number>;
  newest: number;
};

/** When each process last gave a sign of life. */
type Beats = Map<string, { readonly count: number; readonly at: number }>;

async function readBeats(peek: Peek, beats: Beats, at: number): Promise<void> {
  for (const { boot, beats: count } of await peek<{ boot: string; beats: number }>('select boot, beats from boots'))
    if (beats.get(boot)?.count !== count) beats.set(boot, { count, at });
}

async function readJobs(peek: Peek, { jobs }: State): Promise<readonly JobDiff[]> {
  const diffs: JobDiff[] = [];
  const sql = 'select id, seq, lease, body from jobs';
  for (const row of await peek<{ id: JobId; seq: number; lease: string | null; body: string }>(sql)) {
    const before = jobs.get(row.id) ?? null;
    if (before?.seq === row.seq && before.lease === row.lease) continue;
    const after: Job = { ...JSON.parse(row.body), lease: row.lease === null ? null : JSON.parse(row.lease) };
    diffs.push({ seq: row.seq, before: before?.job ?? null, after });
    jobs.set(row.id, { seq: row.seq, lease: row.lease, job: after });
  }
  return diffs;
}

async function readRecords(peek: Peek, { records, newest }: State): Promise<readonly RecordDiff[]> {
  const sql = 'select "table", id, seq, body from records where seq > ? order by seq';
  const rows = await peek<{ table: RecordTable; id: string; seq: number; body: string | null }>(sql, newest);
  return rows.map(({ table, id, seq, body }) => {
    const key = `${table}/${id}`;
    const before = records.get(key) ?? null;
    const after: AnyRecord | null = body === null ? null : JSON.parse(body);
    if (after === null) records.delete(key);
    else records.set(key, after);
    return { table, id, seq, before, after };
  });
}

async function readCalls(peek: Peek, { jobs, calls }: State, textOf: (no: number) => string): Promise<readonly CallDiff[]> {
  const diffs: CallDiff[] = [];
  // Without the requests, which are long.
  const columns = 'no, id, account, job, step, attempt, driver, owner, "requestHash", "claimedAt", chars, "end"';
  for (const { no, end, ...row } of await peek<StoredCall>(`select ${columns} from calls order by no`)) {
    const before = calls.get(row.id) ?? null;
    const text = textOf(no);
    const isSame = before !== null && text === before.text && (before.end === null) === (end === null);
    if (isSame && row.owner === before.owner) continue;
    const round = before?.round ?? jobs.get(row.job)?.job.round ?? 0;
    const after: KnownCall = { ...row, end: end === null ? null : JSON.parse(end), text, round };
    calls.set(row.id, after);
    diffs.push({ before, after });
  }
  return diffs;
}

async function readApplied(peek: Peek, { applied }: State): Promise<Commit['applied']> {
  const rows = await peek<{ device: DeviceId; lastChange: number }>('select device, lastChange from devices');
  return rows.flatMap(({ device, lastChange }) => {
    const before = applied.get(device) ?? 0;
    applied.set(device, lastChange);
    return before === lastChange ? [] : [{ device, before, after: lastChange }];
  });
}

type StoredCall = Omit<CallRow, 'end'> & {
  readonly no: number;
  readonly end: string | null;
};

/** The logged texts by a call's number, read on from where the last reading ended. */
function createTexts(peek: Peek) {
  const texts = new Map<number, string>();
  let last = 0;
  return {
    of: (no: number): string => texts.get(no) ?? '',
    read: async (): Promise<void> => {
      const sql = 'select rowid as row, "call", "offset", "text" from call_log where rowid > ? order by rowid';
      for (const piece of await peek<{ row: number; call: number; offset: number; text: string }>(sql, last)) {
        const known = texts.get(piece.call) ?? '';
        if (piece.offset !== known.length) throw new Error(`The log of call ${piece.call} has a hole at ${piece.offset}.`);
        texts.set(piece.call, known + piece.text);
        last = piece.row;
      }
    },
  };
}
