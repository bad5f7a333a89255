import type { Job } from '../../shared/engine/job.ts';
import type { Intent } from '../../shared/engine/job-event.ts';
import { assert } from '../../shared/kernel/assert.ts';
import {
  type AccountId,
  accountId,
  blockId,
  briefHash,
  deviceId,
  documentId,
  type JobId,
  jobId,
  revisionId,
} from '../../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { applyChange } from '../../shared/sync/apply.ts';
import type { Change, JobSeed } from '../../shared/sync/change.ts';
import type { Store } from '../store/store.ts';
import type { Jobs } from './jobs.ts';

export const ann = accountId('ann');
const laptop = deviceId('laptop');

/** For tests: what a person does, as the push applies it. All of it happens in the document `d1`. */
export function createPerson(store: Store, jobs: Jobs, clock: Clock, newId: NewId) {
  const apply = (change: Change) => store.transaction((tx) => applyChange(tx.of(ann), change, clock.now()));
  return {
    /** The document with prompt blocks of these ids. */
    writeDocument: async (...blocks: readonly string[]): Promise<void> => {
      const at = clock.now();
      const document = { id: documentId('d1'), projectId: null, title: 'Report', model: 'default', createdAt: at, changedAt: at };
      await apply({ type: 'create-document', document });
      for (const block of blocks) await apply({ type: 'create-block', block: promptBlock(block) });
    },
    /** The person types into a block. */
    edit: (block: string, revision: string, basedOn: string | null, text: string) => {
      const base = basedOn === null ? null : revisionId(basedOn);
      return apply({ type: 'edit-block', id: blockId(block), revision: { id: revisionId(revision), basedOn: base, text } });
    },
    create: async (kind: string, input: object, more: Partial<JobSeed> = {}, account: AccountId = ann): Promise<JobId> => {
      const brief: Brief = { kind, recipe: more.recipe ?? 1, title: 'A text', input };
      const hash = briefHash(sha256Hex(canonicalJson(brief)));
      const seed: JobSeed = { ...seedOf(jobId(newId()), kind, clock), brief: hash, ...more };
      const created = await store.transaction(async (tx) => {
        await tx.of(account).putBrief(hash, brief);
        return jobs.create(tx, account, seed);
      });
      if (created.ok) created.value.afterCommit?.();
      return seed.id;
    },
    intend: async (job: JobId, intent: Intent) => {
      const done = await store.transaction((tx) => jobs.intend(tx, ann, job, intent));
      if (done.ok) done.value.afterCommit?.();
      return done;
    },
    /** Any change of a person's, at the server. */
    apply,
    changeSettings: (fields: Extract<Change, { type: 'patch-settings' }>['fields']) =>
      store.transaction(async (tx) => {
        await applyChange(tx.of(ann), { type: 'patch-settings', fields }, clock.now());
        if (fields.monthlyCap !== undefined) await jobs.capChanged(tx, ann);
      }),
    jobNow: async (job: JobId): Promise<Job> => {
      const found = await store.transaction((tx) => tx.of(ann).getJob(job));
      assert(found !== null, 'the job is there');
      return found;
    },
    /** A block's texts as the person sees them. */
    textsOf: (block: string) =>
      store.transaction(async (tx) => {
        const rows = tx.of(ann);
        const row = await rows.get('blocks', block);
        const textOf = async (id: string | null) => (id === null ? null : ((await rows.get('revisions', id))?.text ?? null));
        return row === null ? null : { current: await textOf(row.current), suggestion: await textOf(row.suggestion) };
      }),
    /** Every attempt's end, in the order of their claims. */
    endsOf: (job: JobId) =>
      store.transaction(async (tx) => (await tx.calls.ofJob(ann, job)).map(({ step, attempt, end }) => ({ step, attempt, end }))),
  };
}

const seedOf = (id: JobId, kind: string, clock: Clock): Omit<JobSeed, 'brief'> => ({
  id,
  kind,
  recipe: 1,
  title: 'A text',
  documentId: documentId('d1'),
  targets: [],
  model: 'default',
  priority: 'normal',
  createdBy: laptop,
  createdAt: clock.now(),
});

const promptBlock = (id: string): Extract<Change, { type: 'create-block' }>['block'] => ({
  id: blockId(id),
  documentId: documentId('d1'),
  kind: 'prompt',
  order: `a${id}`,
  prompt: `Write ${id}`,
  current: null,
  suggestion: null,
  aside: null,
});

/** The input of `block.generate` for a block. */
export const blockInput = (block: string, more: object = {}) => ({
  documentId: 'd1',
  documentTitle: 'Report',
  blockId: block,
  prompt: 'Sum up the quarter.',
  anchor: null,
  continueFrom: null,
  sources: [],
  ...more,
});

/** The input of `document.generate` for these blocks. */
export const documentInput = (...blocks: readonly string[]) => ({
  documentId: 'd1',
  documentTitle: 'Report',
  blocks: blocks.map((block) => ({ blockId: block, prompt: `Write ${block}`, anchor: null })),
  sources: [],
});
