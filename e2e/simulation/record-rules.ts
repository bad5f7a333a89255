import { type Job, type Step, stepOf } from '../../shared/engine/job.ts';
import { callId } from '../../shared/kernel/brand.ts';
import type { Block, Document, Revision } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { Commit, RecordDiff } from './history.ts';
import type { Fault, Known, Rule } from './rule.ts';

const order: Rule = function* ({ records, jobs, newest, newestBefore }) {
  for (const { seq } of records)
    if (seq <= newestBefore || seq > newest) yield ['S1', `a row has place ${seq} after ${newestBefore}`];
  for (const { seq } of jobs) if (seq > newest) yield ['S1', `a job has place ${seq} beyond the counter's ${newest}`];
};

const nobodyElse: Rule = function* ({ strangers }) {
  for (const account of strangers) yield ['S2', `${account} has rows, and has never done anything`];
};

const numbers: Rule = function* ({ applied }) {
  for (const { device, before, after } of applied)
    if (after !== before + 1) yield ['S2', `${device} went from change ${before} to ${after} in one commit`];
};

/** What in a commit may explain its changes to the documents. */
type Causes = {
  /** The change of a person that was applied in this very commit. */
  readonly change: Change | null;
  /** A program made a job, and with it the documents and blocks that the job needs. */
  readonly isProgram: boolean;
  /** Steps that became done in this very commit. */
  readonly done: readonly { readonly job: Job; readonly step: Step }[];
};

function causesOf(commit: Commit, known: Known): Causes {
  const [applied] = commit.applied;
  const done = commit.jobs.flatMap(({ before, after }) =>
    after.steps
      .filter((step) => step.status === 'done' && stepOf(before ?? after, step.id)?.status !== 'done')
      .map((step) => ({ job: after, step })),
  );
  const isProgram = commit.jobs.some(({ before, after }) => before === null && after.createdBy === null);
  return { isProgram, change: applied === undefined ? null : known.changes(applied.device, applied.after), done };
}

const explained: Rule = function* (commit, known) {
  if (commit.records.length === 0) return;
  const causes = causesOf(commit, known);
  for (const diff of commit.records) {
    if (diff.after === null) yield* deleted(diff, causes);
    else if (isOf('documents', diff)) yield* documentChanged(diff, causes);
    else if (isOf('blocks', diff)) yield* blockChanged(diff, causes);
    else if (isOf('revisions', diff)) yield* revisionChanged(diff, causes, known);
    else if (causes.change === null && !causes.isProgram && causes.done.length === 0)
      yield ['S2', `${diff.table}/${diff.id} changed, and no change says why`];
  }
};

type DiffOf<T> = RecordDiff & { readonly before: T | null; readonly after: T };
type Rows = { documents: Document; blocks: Block; revisions: Revision };

const isOf = <T extends keyof Rows>(table: T, diff: RecordDiff): diff is DiffOf<Rows[T]> =>
  diff.table === table && diff.after !== null;

function* deleted({ table, id }: RecordDiff, { change }: Causes): Iterable<Fault> {
  if (change?.type.startsWith('delete-') !== true) yield ['S5', `${table}/${id} was deleted by ${change?.type ?? 'nobody'}`];
}

function* documentChanged({ id, before, after }: DiffOf<Document>, { change, done, isProgram }: Causes): Iterable<Fault> {
  if (change === null && done.length === 0 && !isProgram) yield ['S2', `document ${id} changed, and nothing says why`];
  if (before === null || before.title === after.title) return;
  if (change?.type !== 'patch-document' || change.fields.title !== after.title)
    yield ['S2', `document ${id} was renamed from ${before.title} to ${after.title} by no change`];
}

function* blockChanged({ id, before, after }: DiffOf<Block>, { change, done, isProgram }: Causes): Iterable<Fault> {
  if (isProgram) return;
  if (before === null) {
    const isPlanned = done.some(({ job }) => job.documentId === after.documentId);
    if (change?.type !== 'create-block' && !isPlanned) yield ['S2', `block ${id} appeared by no change`];
    return;
  }
  if (change === null && !done.some(({ step }) => step.target === id)) yield ['S2', `block ${id} changed, and nothing says why`];
  if (before.prompt !== after.prompt && (change?.type !== 'patch-block' || change.fields.prompt !== after.prompt))
    yield ['S2', `the prompt of ${id} changed by no change`];
  if (before.current === after.current) return;
  const byPerson = (change?.type === 'edit-block' || change?.type === 'choose-revision') && change.id === id;
  const byJob = done.some(({ step }) => step.target === id);
  if (!byPerson && !byJob) yield ['S2', `the text of ${id} changed by no change`];
}

function* revisionChanged(diff: DiffOf<Revision>, causes: Causes, known: Known): Iterable<Fault> {
  const { id, before, after } = diff;
  if (before !== null && before.text !== after.text && (before.sealed || after.by.type === 'job'))
    yield ['J10', `the sealed text ${id} changed`];
  if (after.by.type === 'job') {
    if (before === null) yield* resultFits(after, causes, known);
    return;
  }
  if (before?.text === after.text) return;
  if (causes.change?.type !== 'edit-block' || causes.change.revision.text !== after.text)
    yield ['S2', `a person's text ${id} changed by no edit`];
}

/** A job's text is the provider's, comes with its step's end, and takes the place of nothing but what it was made from. */
function* resultFits(revision: Revision, { done }: Causes, { history, sends }: Known): Iterable<Fault> {
  const cause = done.find(
    ({ job, step }) => revision.by.type === 'job' && job.id === revision.by.jobId && step.target === revision.blockId,
  );
  if (cause === undefined) return yield ['J3', `a job's text ${revision.id} came without the end of its step`];
  const sent = sends.get(callId(cause.job.id, cause.step.id, cause.step.attempt));
  const whole = sent?.script.pieces.map(({ text }) => text).join('');
  const cutOff = history.records.get(`revisions/${revision.basedOn}`);
  const before = cutOff !== undefined && 'text' in cutOff ? cutOff.text : null;
  if (whole === undefined || !isWhole(revision.text, whole, before))
    yield ['L4', `the text ${revision.id} is not the provider's to the character`];
  const isCutOff = sent?.script.end.type === 'done' && sent.script.end.stop === 'length';
  if (revision.by.type === 'job' && revision.by.cutOff !== isCutOff)
    yield ['L6', `${revision.id} does not say that it is cut off`];
  const block = history.records.get(`blocks/${revision.blockId}`);
  if (block === undefined || !('current' in block)) return;
  if (block.current !== revision.id && block.suggestion !== revision.id)
    yield ['J10', `the result ${revision.id} is neither current nor a suggestion`];
}

/** The provider's text alone or, for a job that goes on with a cut-off text, after that one and at most one blank. */
const isWhole = (text: string, whole: string, cutOff: string | null): boolean =>
  text === whole || (cutOff !== null && (text === `${cutOff}${whole}` || text === `${cutOff} ${whole}`));

/** A result becomes current only over the text that it was made from. */
const wordsWin: Rule = function* ({ records }, { history }) {
  for (const diff of records) {
    if (!isOf('blocks', diff) || diff.before === null || diff.before.current === diff.after.current) continue;
    const current = history.records.get(`revisions/${diff.after.current}`);
    if (current === undefined || !('by' in current) || current.by.type !== 'job') continue;
    const isNew = records.some(({ id, before }) => id === current.id && before === null);
    if (isNew && diff.before.current !== current.basedOn)
      yield ['J10', `${current.id} took the place of a text that it was not made from`];
  }
};

/** A person's edit is current once it is applied. */
const editsCount: Rule = function* (commit, known) {
  const { change } = causesOf(commit, known);
  if (change?.type !== 'edit-block') return;
  const block = known.history.records.get(`blocks/${change.id}`);
  if (block === undefined || !('current' in block)) return;
  const current = known.history.records.get(`revisions/${block.current}`);
  const text = current !== undefined && 'basedOn' in current ? current.text : null;
  if (commit.records.length > 0 && text !== change.revision.text)
    yield ['J10', `an edit of ${change.id} was applied and is not current`];
};

/** A step that is done has its text in its block, unless the block is gone. */
const resultsArrive: Rule = function* (commit, known) {
  for (const { job, step } of causesOf(commit, known).done) {
    if (step.target === null || known.history.records.get(`blocks/${step.target}`) === undefined) continue;
    const isThere = commit.records.some(
      ({ after }) =>
        after !== null && 'by' in after && after.by.type === 'job' && after.by.jobId === job.id && after.blockId === step.target,
    );
    if (!isThere) yield ['J3', `${job.id}/${step.id} is done and wrote nothing`];
  }
};

/** What must hold of every change of the documents: nothing changes without a reason, and a person's words stand. */
export const recordRules: readonly Rule[] = [order, nobodyElse, numbers, explained, wordsWin, editsCount, resultsArrive];
