import { resolve } from 'node:path';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The file is no database, or not a whole one. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error));

/** What an error at the opening of the data folder says to whoever starts the server, and what to do; null if it is a bug of ours. */
export function dataFaultSentence(dataDir: string, error: unknown): string | null {
  const code = codeOf(error);
  const folder = resolve(dataDir);
  if (isDamage(error))
    return `The database in ${folder} is damaged (${code}). Put a backup in its place with "npm run restore -- FILE", or set DATA_DIR to a new folder to begin anew.`;
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code))
    return `The disk of ${folder} is full (${code}). Free some space on it and start again.`;
  if (/^(EACCES|EPERM|EROFS|SQLITE_(READONLY|CANTOPEN|PERM|IOERR))/.test(code))
    return `Meanwhile cannot write to its data folder ${folder} (${code}). Give its user the right to, or set DATA_DIR to another folder.`;
  if (/^(EEXIST|ENOTDIR)/.test(code))
    return `${folder} cannot be the data folder: there is a file in the way (${code}). Set DATA_DIR to a folder, or to one that can be made.`;
  return null;
}
