import type { Job, Priority } from '../../shared/engine/job.ts';
import { type BlockId, type DocumentId, type JobId, jobId, type RevisionId } from '../../shared/kernel/brand.ts';
import type { Block, Document, Revision } from '../../shared/records/records.ts';
import type { Actions } from '../ports.ts';
import { type ActionDeps, act, type Deed, Refused } from './act.ts';
import { hashBrief, type Plan, planAnalysis, planBlock, planDocument, planRefine } from './briefs.ts';
import { inReadingOrder } from './reading-order.ts';
import { planAgain } from './run-again.ts';
import { sourcesOf } from './sources-of.ts';

type JobActions = Pick<Actions, 'generate' | 'refine' | 'analyze' | 'generateAll' | 'runAgain' | 'intend' | 'stopAll'>;

/** Starting jobs and steering them. A job's brief is frozen from the rows inside the transaction that queues it (J1, J2). */
export const jobActions = (deps: ActionDeps): JobActions => ({
  generate: (block, how = {}) =>
    act(deps, async (deed) => {
      const plan = await blockPlan(deps, deed, block, how.continueFrom ?? null);
      return queueJob(deps, deed, plan, how.priority ?? 'normal');
    }),
  refine: (block, feedback) =>
    act(deps, async (deed) => {
      const { document, own, text } = await writtenBlock(deed, block);
      if ((await busyBlocks(deps)).has(block)) throw new Refused({ type: 'wrong_state' });
      const plan = planRefine(document, own, text, await sourcesOf(deps.database, document.id), feedback.trim());
      return queueJob(deps, deed, plan, 'normal');
    }),
  analyze: (block, how = {}) =>
    act(deps, async (deed) => {
      const { document, own, text } = await writtenBlock(deed, block);
      if ((await activeJobs(deps)).some(({ about }) => about === block)) return null;
      if (how.again !== true && (await isAnalyzed(deps, text))) return null;
      return queueJob(deps, deed, planAnalysis(document, own, text, await sourcesOf(deps.database, document.id)), 'normal');
    }),
  generateAll: (document) => act(deps, async (deed) => queueJob(deps, deed, await documentPlan(deps, deed, document), 'normal')),
  runAgain: (job, brief, changes = {}) =>
    act(deps, async (deed) => {
      const asked = await deps.database.jobs.get(job);
      if (asked === undefined) throw new Refused({ type: 'gone' });
      const plan = await planAgain(deps, deed, { job: asked.job, brief, changes });
      const busy = await busyBlocks(deps);
      if (plan.targets.some((target) => busy.has(target))) throw new Refused({ type: 'wrong_state' });
      return queueJob(deps, deed, plan, asked.job.priority);
    }),
  intend: (job, intent) => act(deps, ({ record }) => record({ type: 'intend', jobId: job, intent })),
  stopAll: () =>
    act(deps, async ({ record }) => {
      const jobs = await activeJobs(deps);
      for (const { id } of jobs) await record({ type: 'intend', jobId: id, intent: { type: 'cancel' } });
      return jobs.length;
    }),
});

/** Cancels the jobs that would otherwise go on writing what is being deleted. */
export async function cancelWithin(deps: ActionDeps, { record }: Deed, isWithin: (job: Job) => boolean): Promise<void> {
  for (const job of await activeJobs(deps)) {
    if (isWithin(job)) await record({ type: 'intend', jobId: job.id, intent: { type: 'cancel' } });
  }
}

async function blockPlan(deps: ActionDeps, { tx }: Deed, id: BlockId, continueFrom: RevisionId | null): Promise<Plan> {
  const block = await tx.get('blocks', id);
  const document = block === null ? null : await tx.get('documents', block.documentId);
  if (block === null || document === null) throw new Refused({ type: 'gone' });
  const cutOff = continueFrom === null ? null : await tx.get('revisions', continueFrom);
  if (continueFrom !== null && cutOff === null) throw new Refused({ type: 'gone' });
  const busy = await busyBlocks(deps);
  if (block.prompt.trim() === '' || busy.has(id)) throw new Refused({ type: 'wrong_state' });
  return planBlock(document, block, await sourcesOf(deps.database, document.id), cutOff);
}

/** A block with the text that stands in it. */
async function writtenBlock(
  { tx }: Deed,
  id: BlockId,
): Promise<{ readonly document: Document; readonly own: Block; readonly text: Revision }> {
  const own = await tx.get('blocks', id);
  const document = own === null ? null : await tx.get('documents', own.documentId);
  const text = own?.current ? await tx.get('revisions', own.current) : null;
  if (own === null || document === null) throw new Refused({ type: 'gone' });
  if (text === null || text.text.trim() === '') throw new Refused({ type: 'wrong_state' });
  return { document, own, text };
}

const isAnalyzed = async ({ database }: ActionDeps, text: Revision): Promise<boolean> => {
  const analyses = await database.records.analyses.where('blockId').equals(text.blockId).toArray();
  return analyses.some(({ revision }) => revision === text.id);
};

async function documentPlan(deps: ActionDeps, { tx, record }: Deed, id: DocumentId): Promise<Plan> {
  const document = await tx.get('documents', id);
  if (document === null) throw new Refused({ type: 'gone' });
  const all = inReadingOrder(await deps.database.records.blocks.where('documentId').equals(id).toArray());
  const prompted = all.filter(({ kind, prompt }) => kind === 'prompt' && prompt.trim() !== '');
  const busy = await busyBlocks(deps);
  const free = prompted.filter((block) => !busy.has(block.id));
  if (prompted.length > 0 && free.length === 0) throw new Refused({ type: 'wrong_state' });
  const staying = prompted.length === 0 ? await clearForSections(record, all) : all;
  const lastOrder = staying.at(-1)?.order ?? null;
  return planDocument(document, { blocks: free, lastOrder }, await sourcesOf(deps.database, document.id));
}

/**
 * Takes away prompt blocks that were never used, such as the one that a new document begins with: planned sections take their place.
 * Answers what stays, in order.
 */
async function clearForSections(record: Deed['record'], blocks: readonly Block[]): Promise<readonly Block[]> {
  const isUnused = ({ kind, current, suggestion }: Block) => kind === 'prompt' && current === null && suggestion === null;
  for (const { id } of blocks.filter(isUnused)) await record({ type: 'delete-block', id });
  return blocks.filter((block) => !isUnused(block));
}

async function queueJob(deps: ActionDeps, { tx, record }: Deed, plan: Plan, priority: Priority): Promise<JobId> {
  const hash = hashBrief(plan.brief);
  if (!hash.ok) throw new Refused(hash.error);
  const { device } = await tx.state();
  const { kind, recipe, title } = plan.brief;
  const job = {
    id: jobId(deps.newId()),
    kind,
    recipe,
    title,
    brief: hash.value,
    documentId: plan.documentId,
    targets: [...plan.targets],
    about: plan.about,
    model: plan.model,
    priority,
    createdBy: device,
    createdAt: deps.clock.now(),
  };
  await record({ type: 'create-job', job }, { hash: hash.value, brief: plan.brief });
  return job.id;
}

/** Blocks that a job which is not ended writes to, whether the server knows of it or not (J10). */
const busyBlocks = async (deps: ActionDeps): Promise<ReadonlySet<BlockId>> =>
  new Set((await activeJobs(deps)).flatMap(({ targets }) => targets));

const activeJobs = async ({ database }: ActionDeps): Promise<readonly Job[]> =>
  (await database.jobs.where('active').equals(1).toArray()).map(({ job }) => job);
