import type { NewId } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import { dataFaultSentence } from './data-fault.ts';
import { type DataDirHold, heldSentence, holdDataDir } from './lock.ts';
import { databaseFile, openSqliteStore, type SqliteStore } from './sqlite.ts';

/** A data folder that is this process's own, and the store in it. */
export type OpenData = { readonly hold: DataDirHold; readonly store: SqliteStore };

/** Takes a data folder and opens what is in it, making both if needed; or says what to tell whoever starts the server. */
export async function openData(
  dataDir: string,
  { newId, clock }: { readonly newId: NewId; readonly clock: Clock },
): Promise<Result<OpenData, string>> {
  try {
    const hold = holdDataDir(dataDir);
    if (!hold.ok) return err(heldSentence(dataDir, hold.error));
    return ok({ hold: hold.value, store: await openSqliteStore({ path: databaseFile(dataDir), newId, clock }) });
  } catch (error) {
    const sentence = dataFaultSentence(dataDir, error);
    if (sentence === null) throw error;
    return err(sentence);
  }
}
