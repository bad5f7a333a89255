import type { Job } from '../../shared/engine/job.ts';
import {
  accountId,
  blockId,
  bootId,
  briefHash,
  callId,
  documentId,
  driverId,
  jobId,
  requestHash,
  stepId,
} from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import type { Block, Document } from '../../shared/records/records.ts';
import { newJob } from '../../shared/sync/apply.ts';
import type { NewCall } from './store.ts';

/* Rows that the contracts of a store are checked with. */

/** When everything of the examples happened. */
export const at = millis(1_790_000_000_000);
/** Two people. */
export const ann = accountId('ann');
export const bob = accountId('bob');

/** A document of nobody in particular. */
export const document = (id: string, title = 'Plan'): Document => ({
  id: documentId(id),
  projectId: null,
  title,
  model: 'default',
  createdAt: at,
  changedAt: at,
});

/** An empty block. */
export const block = (id: string, document: string): Block => ({
  id: blockId(id),
  documentId: documentId(document),
  kind: 'prompt',
  order: 'a0',
  prompt: '',
  current: null,
  suggestion: null,
  aside: null,
});

/** A job that was just made, for one document. */
export const job = (id: string, more: Partial<Pick<Job, 'targets' | 'acceptedAt' | 'createdAt' | 'lease'>> = {}): Job => ({
  ...newJob({
    id: jobId(id),
    kind: 'block.generate',
    recipe: 1,
    brief: briefHash('brief'),
    title: 'A text',
    documentId: documentId('d1'),
    targets: [],
    model: 'default',
    priority: 'normal',
    createdBy: null,
    createdAt: at,
  }),
  ...more,
});

/** A call of the job `j1`, as it is claimed. */
export const call = (attempt: number, owner = 'boot1', account = ann): NewCall => ({
  id: callId(jobId('j1'), stepId('write'), attempt),
  account,
  job: jobId('j1'),
  step: stepId('write'),
  attempt,
  driver: driverId('dev.1'),
  owner: bootId(owner),
  requestHash: requestHash('hash'),
  claimedAt: at,
  request: { model: 'demo', maxOutputTokens: 10, system: '', sources: '', task: 'Write.', output: { type: 'text' } },
});
