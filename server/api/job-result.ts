import type { Job, Step } from '../../shared/engine/job.ts';
import { type AccountId, callId } from '../../shared/kernel/brand.ts';
import { resultAnalysis, resultRevision } from '../../shared/sync/apply-result.ts';
import type { StoreTx } from '../store/store.ts';
import type { ResultView } from './answers.ts';
import { blockOf, usageView } from './job-view.ts';

/** Reads what a job wrote; null unless it is completed. */
export async function resultOf(tx: StoreTx, account: AccountId, job: Job): Promise<ResultView | null> {
  if (job.status !== 'completed') return null;
  if (job.kind === 'block.analyze') return analysisOf(tx, account, job);
  const { truncated, words } = job.result;
  const blocks = [];
  for (const step of job.steps) {
    if (step.target !== null) blocks.push({ blockId: step.target, text: await textOf(tx, account, job, step) });
  }
  const { documentId, model } = job;
  if (job.kind === 'document.generate') return { documentId, truncated, words, blocks };
  return { text: blocks[0]?.text ?? '', truncated, documentId, blockId: blockOf(job), model, usage: usageView(job) };
}

async function analysisOf(tx: StoreTx, account: AccountId, job: Job): Promise<ResultView> {
  const { about, documentId, model } = job;
  const row = about === undefined ? null : await tx.of(account).get('analyses', resultAnalysis(job.id, about));
  return { documentId, blockId: blockOf(job), analysis: row === null ? null : [...row.parts], model, usage: usageView(job) };
}

/** The text as it went into the block; of a block that was deleted first, the model's own. */
async function textOf(tx: StoreTx, account: AccountId, job: Job, step: Step): Promise<string> {
  const revision = step.target === null ? null : await tx.of(account).get('revisions', resultRevision(job.id, step.target));
  return revision?.text ?? tx.calls.text(callId(job.id, step.id, step.attempt), 0);
}
