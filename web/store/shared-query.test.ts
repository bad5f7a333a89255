import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { aDocument } from '../../shared/sync/device-store.contract.ts';
import { createDatabase, type Database } from './database.ts';
import { type Answer, type SharedQuery, sharedQuery } from './shared-query.ts';

const opened: Database[] = [];
afterEach(() => {
  for (const { strict } of opened.splice(0)) strict.close();
});

/** Open already: whoever reads while it is being made is asked once more. */
async function freshDatabase(): Promise<Database> {
  const database = createDatabase(`shared${crypto.randomUUID()}`);
  opened.push(database);
  await database.strict.open();
  return database;
}

/** The ids of all documents, and how often they were asked for. */
function countedQuery() {
  const counted = { asked: 0 };
  const query = sharedQuery(async ({ records }) => {
    counted.asked += 1;
    return (await records.documents.toArray()).map(({ id }) => String(id));
  });
  return { counted, query };
}

/** Follows a query as a hook does. `until` resolves once the answer is the one that is waited for. */
function follow<T>(shared: SharedQuery<T>) {
  const heard: Answer<T>[] = [];
  const waiting = new Set<() => void>();
  const leave = shared.subscribe(() => {
    heard.push(shared.get());
    for (const look of [...waiting]) look();
  });
  const until = (isMeant: (answer: Answer<T>) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isMeant(shared.get())) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { heard, leave, until, hasIds: (...ids: string[]) => until((answer) => idsIn(answer) === ids.join()) };
}

const idsIn = (answer: Answer<unknown>): string | null => (answer.type === 'answered' ? String(answer.value) : null);
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

test('what several read is asked once, and each of them hears every answer', async () => {
  const database = await freshDatabase();
  const { counted, query } = countedQuery();
  const readers = [follow(query(database)), follow(query(database)), follow(query(database))];
  await Promise.all(readers.map((reader) => reader.hasIds()));
  expect(counted.asked).toBe(1);
  await database.records.documents.put(aDocument('d1'));
  await Promise.all(readers.map((reader) => reader.hasIds('d1')));
  expect(counted.asked).toBe(2);
  expect(readers.map(({ heard }) => heard.map(idsIn))).toEqual([
    ['', 'd1'],
    ['', 'd1'],
    ['', 'd1'],
  ]);
});

test('who comes later has the last answer at once, and each one after it', async () => {
  const database = await freshDatabase();
  const { counted, query } = countedQuery();
  await follow(query(database)).hasIds();
  expect(idsIn(query(database).get())).toBe('');
  const late = follow(query(database));
  await database.records.documents.put(aDocument('d1'));
  await late.hasIds('d1');
  expect([late.heard.map(idsIn), counted.asked]).toEqual([['d1'], 2]);
});

test('it ends with its last reader: the next one reads anew, and is shown nothing that is old', async () => {
  const database = await freshDatabase();
  const { counted, query } = countedQuery();
  const first = follow(query(database));
  const second = follow(query(database));
  await first.hasIds();
  first.leave();
  await turn();
  expect(idsIn(query(database).get())).toBe('');
  second.leave();
  await turn();
  expect(query(database).get()).toEqual({ type: 'reading' });
  await database.records.documents.put(aDocument('d1'));
  await turn();
  expect(counted.asked).toBe(1);
  await follow(query(database)).hasIds('d1');
  expect(counted.asked).toBe(2);
});

test('a reader that takes the place of the last one in the same turn goes on with its answer', async () => {
  const database = await freshDatabase();
  const { counted, query } = countedQuery();
  const before = follow(query(database));
  await before.hasIds();
  before.leave();
  const after = follow(query(database));
  await turn();
  expect([idsIn(query(database).get()), counted.asked]).toEqual(['', 1]);
  await database.records.documents.put(aDocument('d1'));
  await after.hasIds('d1');
});

test('another person’s database is asked for itself', async () => {
  const { query } = countedQuery();
  const [mine, theirs] = [await freshDatabase(), await freshDatabase()];
  await mine.records.documents.put(aDocument('d1'));
  await Promise.all([follow(query(mine)).hasIds('d1'), follow(query(theirs)).hasIds()]);
});

test('what cannot be read is told to all, until it can be read again', async () => {
  const database = await freshDatabase();
  const query = sharedQuery(async ({ records }) => {
    const ids = (await records.documents.toArray()).map(({ id }) => String(id));
    if (ids.length === 1) throw new Error('unreadable');
    return ids;
  });
  const readers = [follow(query(database)), follow(query(database))];
  await Promise.all(readers.map((reader) => reader.hasIds()));
  await database.records.documents.put(aDocument('d1'));
  await Promise.all(readers.map(({ until }) => until(({ type }) => type === 'failed')));
  await database.records.documents.put(aDocument('d2'));
  await Promise.all(readers.map((reader) => reader.hasIds('d1', 'd2')));
});
