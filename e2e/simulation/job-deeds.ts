import type { Job } from '../../shared/engine/job.ts';
import type { Intent } from '../../shared/engine/job-event.ts';
import { jobId, type RevisionId } from '../../shared/kernel/brand.ts';
import type { Block } from '../../shared/records/records.ts';
import type { DeviceRows } from '../../shared/sync/device-store.memory.ts';
import { hashBrief, type Plan, planAnalysis, planBlock, planDocument, planRefine } from '../../web/store/briefs.ts';
import { inReadingOrder } from '../../web/store/reading-order.ts';
import { catalogOf } from './builds.ts';
import { type Deed, picked, type Work } from './deed.ts';

/** Asks for a text of one block. */
export async function generate(work: Work, block: Block, continueFrom: RevisionId | null): Promise<boolean> {
  const { rows } = work;
  const document = rows.documents.get(block.documentId);
  if (document === undefined || busyBlocks(rows).has(block.id)) return false;
  const cutOff = continueFrom === null ? null : (rows.revisions.get(continueFrom) ?? null);
  return queue(work, planBlock(document, block, sourcesOf(rows, document.id), cutOff));
}

/** Asks for the texts of a whole document. */
export async function generateAll(work: Work, id: Block['documentId']): Promise<boolean> {
  const { rows } = work;
  const document = rows.documents.get(id);
  if (document === undefined) return false;
  const blocks = inReadingOrder([...rows.blocks.values()].filter((block) => block.documentId === id));
  const busy = busyBlocks(rows);
  const free = blocks.filter((block) => !busy.has(block.id));
  if (blocks.length > 0 && free.length === 0) return false;
  return queue(work, planDocument(document, { blocks: free, lastOrder: blocks.at(-1)?.order ?? null }, sourcesOf(rows, id)));
}

/** Asks for another version of a block's text, or for what there is to say of it. */
export async function reuse(work: Work, block: Block, deed: 'refine' | 'analyze', word: string): Promise<boolean> {
  const { rows } = work;
  const document = rows.documents.get(block.documentId);
  const text = block.current === null ? undefined : rows.revisions.get(block.current);
  if (document === undefined || text === undefined) return false;
  const sources = sourcesOf(rows, document.id);
  if (deed === 'analyze') return queue(work, planAnalysis(document, block, text, sources));
  return !busyBlocks(rows).has(block.id) && queue(work, planRefine(document, block, text, sources, `Say more of ${word}`));
}

async function queue({ device, newId, write }: Work, asked: Plan): Promise<boolean> {
  const newest = catalogOf(device.build()).newest(asked.brief.kind) ?? asked.brief.recipe;
  const plan = { ...asked, brief: { ...asked.brief, recipe: newest } };
  const hash = hashBrief(plan.brief);
  if (!hash.ok) return false;
  const { kind, recipe, title } = plan.brief;
  const { documentId: document, targets, model, about } = plan;
  const what = {
    id: jobId(newId()),
    kind,
    recipe,
    title,
    brief: hash.value,
    documentId: document,
    targets: [...targets],
    model,
    ...(about !== undefined && { about }),
  };
  const job = { ...what, priority: 'normal' as const, createdBy: device.id, createdAt: device.clock.now() };
  await write({ type: 'create-job', job }, plan);
  return true;
}

type Steering = Extract<Deed, Intent['type']>;

/** Mostly a job that the button would be there for; now and then any, as a stale page or a late press would have it. */
export async function steer({ rows, write }: Work, deed: Steering, pick: number): Promise<boolean> {
  const all = [...rows.jobs.values()];
  const offered = all.filter((job) => isOffered(deed, job));
  const job = offered.length > 0 && (pick * 10) % 1 < 0.8 ? picked(offered, pick) : picked(all, pick);
  if (job === null) return false;
  await write({ type: 'intend', jobId: job.id, intent: intentOf(deed, job) });
  return true;
}

/** Asks the same of all jobs that have the button for it. */
export async function steerAll({ rows, write }: Work, deed: 'retry' | 'resume'): Promise<boolean> {
  const offered = [...rows.jobs.values()].filter((job) => isOffered(deed, job));
  for (const job of offered) await write({ type: 'intend', jobId: job.id, intent: intentOf(deed, job) });
  return offered.length > 0;
}

function isOffered(deed: Steering, job: Job): boolean {
  switch (deed) {
    case 'retry':
      return job.status === 'failed' || (job.status === 'waiting' && job.for === 'person');
    case 'resume':
      return job.status === 'paused';
    case 'cancel':
    case 'pause':
    case 'prioritise':
    case 'set-leave':
      return isActive(job);
  }
}

function intentOf(type: Steering, job: Job): Intent {
  switch (type) {
    case 'retry':
      return { type, round: job.round };
    case 'prioritise':
      return { type, priority: job.priority === 'high' ? 'low' : 'high' };
    case 'set-leave':
      return { type, whenILeave: job.whenILeave === 'wait' ? 'go-on' : 'wait' };
    case 'cancel':
    case 'pause':
    case 'resume':
      return { type };
  }
}

const sourcesOf = (rows: DeviceRows, document: Block['documentId']) =>
  [...rows.sources.values()].filter((source) => source.documentId === document);

/** Blocks that a job which has not ended writes to, as far as the device knows. */
export const busyBlocks = (rows: DeviceRows): ReadonlySet<Block['id']> =>
  new Set([...rows.jobs.values()].filter(isActive).flatMap((job) => job.targets));

const isActive = (job: Job): boolean => job.status !== 'completed' && job.status !== 'failed' && job.status !== 'cancelled';
