import { expect, test } from 'vitest';
import { documentId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import type { Document } from '../../shared/records/records.ts';
import { createSearchService } from './search-service.ts';

const row = (id: string, title: string, changedAt: number): Document => ({
  id: documentId(id),
  title,
  projectId: null,
  model: 'default',
  createdAt: millis(0),
  changedAt: millis(changedAt),
});

/** A copy in memory whose texts are one block a document, and which counts what is read. */
function copy() {
  const texts = new Map<string, string>();
  const read: string[] = [];
  let tell: (documents: readonly Document[]) => void = () => {};
  const service = createSearchService({
    watchDocuments: (listener) => {
      tell = listener;
      return () => {};
    },
    readTexts: async (documents) => {
      read.push(...documents.map(({ id }) => id));
      return documents.map(({ id, title }) => ({ id, title, texts: [{ id: `${id}1`, text: texts.get(id) ?? '' }] }));
    },
    readBlocks: async (ids) => new Map(ids.map((id) => [id, texts.get(id.slice(0, -1)) ?? ''])),
  });
  const life = new AbortController();
  let changed: () => void = () => {};
  void service.run(life.signal, () => changed());
  const show = (documents: readonly Document[]) =>
    new Promise<void>((resolve) => {
      changed = resolve;
      tell(documents);
    });
  return { service, texts, read, show, end: () => life.abort() };
}

test('only documents that have changed are read again, and a deleted one is not found any more', async () => {
  const { service, texts, read, show, end } = copy();
  texts.set('a', 'First the apples.').set('b', 'Then the pears.');
  expect((await service.find('apples', 5)).isComplete).toBe(false);
  await show([row('a', 'A', 1), row('b', 'B', 1)]);
  expect(await service.find('apples', 5)).toMatchObject({ hits: [{ line: 'First the apples.' }], isComplete: true });
  texts.set('b', 'Then the plums.');
  await show([row('a', 'A', 1), row('b', 'B', 2)]);
  expect(read).toEqual(['a', 'b', 'b']);
  expect((await service.find('plums', 5)).hits.map(({ document }) => document.id)).toEqual(['b']);
  await show([row('b', 'B', 2)]);
  expect((await service.find('apples', 5)).hits).toEqual([]);
  end();
});

test('while documents are still being read, what is there already is found', async () => {
  const { service, texts, show, end } = copy();
  const many = Array.from({ length: 90 }, (_, at) => row(`d${at}`, `Number ${at}`, 1));
  for (const { id } of many) texts.set(id, 'All alike.');
  const shown = show(many);
  await shown;
  expect((await service.find('alike', 100)).hits).toHaveLength(90);
  end();
});
