import { resolve } from 'node:path';
import type { BackupRefusal } from '../store/backup.ts';

/** Why a backup was not made or not taken back, for the person at the command line. */
export function refusalSentence(
  { type }: BackupRefusal,
  { dataDir, file }: { readonly dataDir: string; readonly file: string },
): string {
  switch (type) {
    case 'no_data':
      return `There is nothing to back up: the data folder ${resolve(dataDir)} has no database yet.`;
    case 'exists':
      return `${resolve(file)} is there already. Name a new file, so that no backup is written over.`;
    case 'no_file':
      return `There is no file ${resolve(file)}.`;
    case 'damaged':
      return `${resolve(file)} is damaged, or not a database. Nothing was changed.`;
    case 'no_backup':
      return `${resolve(file)} is not a backup of Meanwhile, or one of a newer version. Nothing was changed.`;
  }
}
