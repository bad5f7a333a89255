import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test, vi } from 'vitest';
import { projectId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import { askAllAnew } from './ask-anew.ts';
import { createDatabase } from './database.ts';

/** Writes a row as somebody who tells nobody of it. */
async function writeInSilence(name: string, row: object): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction('documents', 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.objectStore('documents').put(row);
  });
  database.close();
}

test('[J4] what was written by somebody who could not tell of it is shown once all is asked anew', async () => {
  const { strict, records } = createDatabase('ask-anew');
  await strict.open();
  const heard: (readonly string[])[] = [];
  const live = Dexie.liveQuery(() => records.documents.toArray()).subscribe((rows) => heard.push(rows.map(({ title }) => title)));
  await vi.waitFor(() => expect(heard).toEqual([[]]));
  await writeInSilence(strict.name, { id: 'd1', title: 'Report', projectId: null, model: 'default', createdAt: 1, changedAt: 1 });
  // Somebody else's change of another table: the question about documents stays as it was answered.
  await records.projects.put({ id: projectId('p1'), name: 'Spring', createdAt: millis(1) });
  expect(heard).toEqual([[]]);
  askAllAnew();
  await vi.waitFor(() => expect(heard).toEqual([[], ['Report']]));
  live.unsubscribe();
  strict.close();
});
