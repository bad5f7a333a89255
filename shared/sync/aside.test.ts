import { describe, expect, test } from 'vitest';
import { accountId, blockId, deviceId, documentId, revisionId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import { applyChange } from './apply.ts';
import { applyResult, resultRevision } from './apply-result.ts';
import type { Change } from './change.ts';
import { aBlock, aDocument, aJob } from './device-store.contract.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';

const at = millis(1_000);
const [document, block] = [documentId('d1'), blockId('b1')];
const job = aJob('job');
const written = resultRevision(job.id, block);

/** A document `d1` with the block `b1`, whose text is `r1`. */
async function openRows() {
  const store = createMemoryDeviceStore({ device: deviceId('device'), account: accountId('ann') });
  const apply = (change: Change) => store.transaction((rows) => applyChange(rows, change, at));
  const edit = (id: string, basedOn: string | null, text = id) => {
    const base = basedOn === null ? null : revisionId(basedOn);
    return apply({ type: 'edit-block', id: block, revision: { id: revisionId(id), basedOn: base, text } });
  };
  await apply({ type: 'create-document', document: { ...aDocument('d1'), title: '' } });
  await apply({ type: 'create-block', block: { ...aBlock('b1', 'd1'), prompt: '' } });
  await edit('r1', null);
  return {
    apply,
    edit,
    choose: (id: string, seen?: string) =>
      apply({
        type: 'choose-revision',
        id: block,
        revision: revisionId(id),
        ...(seen === undefined ? {} : { seen: revisionId(seen) }),
      }),
    setPrompt: (prompt: string, was?: string) =>
      apply({ type: 'patch-block', id: block, fields: { prompt }, ...(was === undefined ? {} : { was: { prompt: was } }) }),
    setTitle: (title: string, was: string) =>
      apply({ type: 'patch-document', id: document, fields: { title }, was: { title: was } }),
    result: (anchor: string) =>
      store.transaction((rows) =>
        applyResult(
          rows,
          job,
          [{ type: 'write-block', blockId: block, anchor: revisionId(anchor), text: 'By the job.', cutOff: false, sources: [] }],
          at,
        ),
      ),
    block: () => store.peek().blocks.get('b1'),
    document: () => store.peek().documents.get('d1'),
  };
}

describe('a text that a person chose before they saw what stood there', () => {
  test('[J10] a result that came in between waits as a suggestion', async () => {
    const rows = await openRows();
    await rows.edit('r2', 'r1');
    await rows.result('r2');
    await rows.choose('r1', 'r2');
    expect(rows.block()).toMatchObject({ current: 'r1', suggestion: written, aside: null });
  });

  test('[S4] a person’s text that came in between is aside', async () => {
    const rows = await openRows();
    await rows.edit('r2', 'r1');
    await rows.edit('r3', 'r2');
    await rows.choose('r1', 'r2');
    expect(rows.block()).toMatchObject({ current: 'r1', suggestion: null, aside: 'r3' });
  });

  test('what the person saw goes into the history only, as does anything of a device that does not say what it saw', async () => {
    const rows = await openRows();
    await rows.edit('r2', 'r1');
    await rows.choose('r1', 'r2');
    expect(rows.block()).toMatchObject({ current: 'r1', suggestion: null, aside: null });
    await rows.choose('r2');
    expect(rows.block()).toMatchObject({ current: 'r2', suggestion: null, aside: null });
  });
});

describe('a decision about a text that has been replaced meanwhile', () => {
  test('[J10] a discard takes away the suggestion that was meant, and no later one', async () => {
    const rows = await openRows();
    await rows.edit('r2', 'r1');
    await rows.result('r1');
    await rows.apply({ type: 'set-suggestion', id: block, revision: null, was: revisionId('another') });
    expect(rows.block()).toMatchObject({ suggestion: written });
    await rows.apply({ type: 'set-suggestion', id: block, revision: null, was: written });
    expect(rows.block()).toMatchObject({ suggestion: null });
    await rows.apply({ type: 'set-suggestion', id: block, revision: written, was: null });
    expect(rows.block()).toMatchObject({ suggestion: written });
  });

  test('[S4] a text aside is settled only if it is the one that was meant', async () => {
    const rows = await openRows();
    await rows.edit('here', 'r1');
    await rows.edit('there', 'r1');
    await rows.apply({ type: 'dismiss-aside', id: block, aside: revisionId('another') });
    expect(rows.block()).toMatchObject({ aside: 'here' });
    await rows.apply({ type: 'dismiss-aside', id: block, aside: revisionId('here') });
    expect(rows.block()).toMatchObject({ aside: null });
  });
});

describe('a prompt and a title that two tabs type into', () => {
  test('[S4] whoever saves last is shown, and the other’s words are aside to the last letter', async () => {
    const rows = await openRows();
    await rows.setPrompt('Sum', '');
    await rows.setPrompt('Tell', '');
    await rows.setPrompt('Sum up', 'Sum');
    await rows.setPrompt('Tell me', 'Tell');
    await rows.setPrompt('Sum up.', 'Sum up');
    expect(rows.block()).toMatchObject({ prompt: 'Sum up.', promptAside: 'Tell me' });
    await rows.apply({ type: 'patch-block', id: block, fields: { promptAside: null } });
    expect(rows.block()).toMatchObject({ prompt: 'Sum up.', promptAside: null });
  });

  test('[S4] one who types alone, or arrives at the same words, has nothing aside', async () => {
    const rows = await openRows();
    await rows.setPrompt('Sum', '');
    await rows.setPrompt('Sum up', 'Sum');
    await rows.setPrompt('Sum up', 'S');
    await rows.setPrompt('Another device of an older build.');
    expect(rows.block()?.promptAside).toBeUndefined();
  });

  test('[S4] a title is kept aside too', async () => {
    const rows = await openRows();
    await rows.setTitle('Third quarter', '');
    await rows.setTitle('Q3', '');
    expect(rows.document()).toMatchObject({ title: 'Q3', titleAside: 'Third quarter' });
  });
});
