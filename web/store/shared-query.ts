import { Dexie } from 'dexie';
import type { Database } from './database.ts';
import { reopening } from './reopen.ts';

/** What a live query has said last; `failed` until it is answered again. */
export type Answer<T> =
  | { readonly type: 'reading' }
  | { readonly type: 'answered'; readonly value: T }
  | { readonly type: 'failed'; readonly error: unknown };

/**
 * One live query for all that read the same: it begins with the first reader and ends with the last. Who comes later has the last answer
 * at once, and each one after it, as the others do. `get` gives the same object until there is another answer.
 */
export type SharedQuery<T> = {
  readonly subscribe: (changed: () => void) => () => void;
  readonly get: () => Answer<T>;
};

/** Names a question about a person's copy; the same one is asked only once of a database, however many read it. */
export function sharedQuery<T>(query: (database: Database) => PromiseLike<T>): (database: Database) => SharedQuery<T> {
  const known = new WeakMap<Database, SharedQuery<T>>();
  return (database) => {
    const there = known.get(database);
    if (there !== undefined) return there;
    const live = Dexie.liveQuery(async () => reopening(database.strict, () => query(database)));
    const made = shared<T>((tell) => {
      const heard = live.subscribe(
        (value) => tell({ type: 'answered', value }),
        (error: unknown) => tell({ type: 'failed', error }),
      );
      return () => heard.unsubscribe();
    });
    known.set(database, made);
    return made;
  };
}

const reading = { type: 'reading' } as const;

function shared<T>(begin: (tell: (answer: Answer<T>) => void) => () => void): SharedQuery<T> {
  const readers = new Set<{ readonly changed: () => void }>();
  let answer: Answer<T> = reading;
  let end: (() => void) | null = null;
  const tell = (next: Answer<T>) => {
    answer = next;
    for (const { changed } of [...readers]) changed();
  };
  const letGo = () => {
    if (readers.size > 0) return;
    end?.();
    end = null;
    answer = reading;
  };
  return {
    get: () => answer,
    subscribe: (changed) => {
      const reader = { changed };
      readers.add(reader);
      end ??= begin(tell);
      return () => {
        readers.delete(reader);
        // Not at once: the page that takes the place of the last reader's goes on with its answer.
        queueMicrotask(letGo);
      };
    },
  };
}
