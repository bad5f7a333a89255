import { expect, test } from 'vitest';
import { accountId, blockId, briefHash, deviceId, documentId, jobId, revisionId, sourceId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import type { ResultChange } from '../recipes/recipe.ts';
import { applyChange, newJob } from './apply.ts';
import { applyResult, resultAnalysis, resultRevision } from './apply-result.ts';
import type { Change } from './change.ts';
import { aBlock, aDocument } from './device-store.contract.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';

const at = millis(1_000);
const block = blockId('b1');
const job = newJob({
  id: jobId('job'),
  kind: 'block.analyze',
  recipe: 1,
  brief: briefHash('brief'),
  title: 'Analyze: it',
  documentId: documentId('d1'),
  targets: [],
  about: block,
  model: 'demo',
  priority: 'normal',
  createdBy: null,
  createdAt: at,
});
const found: ResultChange = {
  type: 'add-analysis',
  blockId: block,
  revision: revisionId('r1'),
  parts: [{ kind: 'strength', text: 'Short.', sources: [] }],
  sources: [sourceId('s1')],
};

/** Two blocks, `b1` with the text `r1`. */
async function openRows() {
  const store = createMemoryDeviceStore({ device: deviceId('device'), account: accountId('ann') });
  const apply = (change: Change) => store.transaction((rows) => applyChange(rows, change, at));
  await apply({ type: 'create-document', document: aDocument('d1') });
  for (const id of ['b1', 'b2']) await apply({ type: 'create-block', block: aBlock(id, 'd1') });
  await apply({ type: 'edit-block', id: block, revision: { id: revisionId('r1'), basedOn: null, text: 'It is short.' } });
  return {
    apply,
    result: (change: ResultChange, of = job) => store.transaction((rows) => applyResult(rows, of, [change], at)),
    rows: store.peek,
  };
}

test('[J10] an analysis is kept beside the block and changes nothing in it', async () => {
  const { result, rows } = await openRows();
  const before = rows();
  await result(found);
  expect([...rows().analyses.values()]).toEqual([
    {
      id: resultAnalysis(job.id, block),
      documentId: 'd1',
      blockId: 'b1',
      revision: 'r1',
      parts: [{ kind: 'strength', text: 'Short.', sources: [] }],
      createdAt: at,
      jobId: 'job',
      model: 'demo',
      sources: ['s1'],
    },
  ]);
  expect(rows().blocks).toEqual(before.blocks);
  expect(rows().revisions).toEqual(before.revisions);
  expect(rows().documents).toEqual(before.documents);
});

test('[J3] an analysis that is written twice is written once', async () => {
  const { result, rows } = await openRows();
  await result(found);
  const once = rows().analyses;
  await result({ ...found, parts: [] });
  expect(rows().analyses).toEqual(once);
});

test('[S5] an analysis goes with its block, those of other blocks stay, and none comes late', async () => {
  const { apply, result, rows } = await openRows();
  const other = { ...found, blockId: blockId('b2') };
  await result(found);
  await result(other);
  await apply({ type: 'delete-block', id: block });
  expect([...rows().analyses.keys()]).toEqual([resultAnalysis(job.id, other.blockId)]);
  await result(found);
  expect(rows().analyses.size).toBe(1);
  await apply({ type: 'delete-document', id: documentId('d1') });
  expect(rows().analyses.size).toBe(0);
  await result(other);
  expect(rows().analyses.size).toBe(0);
});

test('a refined text says what it was refined by, and no other text does', async () => {
  const { result, rows } = await openRows();
  const write: ResultChange = { type: 'write-block', blockId: block, anchor: null, text: 'New.', cutOff: false, sources: [] };
  await result({ ...write, feedback: 'Longer.' });
  await result(write, { ...job, id: jobId('other') });
  const byOf = (id: string) => rows().revisions.get(resultRevision(jobId(id), block))?.by;
  expect(byOf('job')).toMatchObject({ feedback: 'Longer.' });
  expect(byOf('other')).not.toHaveProperty('feedback');
});
