import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { Job } from '../../shared/engine/job.ts';
import { accountId, deviceId, type JobId, revisionId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { millis, testClock } from '../../shared/kernel/time.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { createActions } from './actions.ts';
import { createDatabase, storedJob } from './database.ts';
import { createDeviceStore } from './device-store.ts';

let made = 0;

/** A document whose one block was asked for, and a job that has ended. */
async function desk() {
  made += 1;
  const database = createDatabase(`again${made}`);
  const store = createDeviceStore({ database, account: accountId('account'), newDevice: deviceId('device') });
  const deps = { database, store, clock: testClock(), newId: testNewId(), changed: () => {}, storage: () => {} };
  const actions = createActions(deps, async () => null);
  const document = await value(actions.createDocument({ title: 'Review' }));
  const [block] = await database.records.blocks.toArray();
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Say what it is.'));
  const read = async (id: JobId): Promise<{ readonly job: Job; readonly brief: Brief }> => {
    const job = (await database.jobs.get(id))?.job;
    const brief = (await database.briefs.get(job?.brief ?? ''))?.brief;
    if (job === undefined || brief === undefined) throw new Error('No job');
    return { job, brief };
  };
  const end = async (id: JobId, of: Partial<Job> = {}) => {
    const { job } = await read(id);
    const result = { truncated: false, words: 3, leftOut: [] };
    await database.jobs.put(
      storedJob({ ...job, model: 'claude', ...of, status: 'completed', endedAt: millis(2), result } as Job),
    );
  };
  return { actions, database, document, block, read, end };
}

const value = async <T>(done: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> => {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

test('[J2] a job runs again from its own brief, anchored to the text that stands there now', async () => {
  const { actions, block, read, end } = await desk();
  const first = await value(actions.generate(block.id));
  await end(first);
  await value(actions.setPrompt(block.id, 'Something else.'));
  const sitting = actions.beginSitting(block.id, null);
  await value(actions.saveText(sitting, 'My own words.'));
  const { brief } = await read(first);
  const again = await value(actions.runAgain(first, brief));
  const { job, brief: now } = await read(again);
  expect(job).toMatchObject({ status: 'queued', targets: [block.id], model: 'claude', kind: 'block.generate' });
  expect(now.input).toMatchObject({ prompt: 'Say what it is.', anchor: sitting.revision });
  expect(await actions.runAgain(first, brief)).toEqual({ ok: false, error: { type: 'wrong_state' } });
});

test('a changed prompt becomes the block’s own, and the one that stood there meanwhile is kept aside', async () => {
  const { actions, block, read, end, database } = await desk();
  const first = await value(actions.generate(block.id));
  await end(first);
  await value(actions.setPrompt(block.id, 'Something else.'));
  const again = await value(actions.runAgain(first, (await read(first)).brief, { words: 'Say it shorter.', model: 'other' }));
  const { job, brief } = await read(again);
  expect([job.title, job.model]).toEqual(['Say it shorter.', 'other']);
  expect(brief.input).toMatchObject({ prompt: 'Say it shorter.' });
  expect(await database.records.blocks.get(block.id)).toMatchObject({
    prompt: 'Say it shorter.',
    promptAside: 'Something else.',
  });
});

test('[J10] a refinement runs again from the text that it was made from, with other feedback', async () => {
  const { actions, block, read, end } = await desk();
  const sitting = actions.beginSitting(block.id, null);
  await value(actions.saveText(sitting, 'A draft.'));
  const first = await value(actions.refine(block.id, 'Shorter.'));
  await end(first);
  await value(actions.saveText(actions.beginSitting(block.id, sitting.revision), 'Another draft.'));
  const again = await value(actions.runAgain(first, (await read(first)).brief, { words: 'Longer.' }));
  const { job, brief } = await read(again);
  expect(job.title).toBe('Refine: Longer.');
  expect(brief.input).toMatchObject({ feedback: 'Longer.', text: 'A draft.', anchor: revisionId(sitting.revision) });
});

test('a document is written again without the blocks that are gone, and not at all once it is gone itself', async () => {
  const { actions, block, document, read, end } = await desk();
  const second = await value(actions.addBlock(document, 'prompt', null));
  await value(actions.setPrompt(second, 'Second.'));
  const first = await value(actions.generateAll(document));
  await end(first, { model: 'demo' });
  await value(actions.deleteBlock(block.id));
  const { brief } = await read(first);
  const again = await value(actions.runAgain(first, brief));
  expect((await read(again)).job).toMatchObject({ targets: [second], model: 'default' });
  await value(actions.deleteDocument(document));
  expect(await actions.runAgain(first, brief)).toEqual({ ok: false, error: { type: 'gone' } });
});
