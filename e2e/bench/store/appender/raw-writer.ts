import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Write } from './our-writer.ts';

/** The limit: one prepared statement in one transaction, with nothing looked up and nothing guarded. */
export function openRawWriter(folder: string, calls: number): Write {
  const database = new Sqlite(join(folder, 'raw.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table log (call integer, offset integer, text text, primary key (call, offset)) without rowid');
  const insert = database.prepare('insert into log (call, offset, text) values (?, ?, ?)');
  const offsets = Array.from({ length: calls }, () => 0);
  const writeAll = database.transaction((numbers: readonly number[], piece: string) => {
    for (const at of numbers) {
      const offset = offsets[at] ?? 0;
      offsets[at] = offset + piece.length;
      insert.run(at, offset, piece);
    }
  });
  return async (numbers, piece) => writeAll(numbers, piece);
}
