/** `npm run backup -- FILE`: copies the data folder's database into a new file, also while the server runs. */
import { resolve } from 'node:path';
import { systemClock } from '../clock.system.ts';
import { readConfig } from '../config.ts';
import { fail } from '../identity/command.ts';
import { backUp } from '../store/backup.ts';
import { refusalSentence } from './backup-words.ts';

const config = readConfig(process.env);
const [file, ...more] = process.argv.slice(2);
if (!config.ok) fail(config.error);
else if (file === undefined || more.length > 0) fail('Usage: npm run backup -- FILE');
else makeBackup(config.value.dataDir, file);

function makeBackup(dataDir: string, into: string): void {
  const begunAt = systemClock.elapsed();
  const made = backUp(dataDir, into);
  if (!made.ok) {
    fail(refusalSentence(made.error, { dataDir, file: into }));
    return;
  }
  const seconds = ((systemClock.elapsed() - begunAt) / 1_000).toFixed(1);
  console.log(`${resolve(into)} holds everything: ${(made.value / 1_000_000).toFixed(1)} MB, made in ${seconds} s.`);
  console.log('The key for the model is not in it. After a restore elsewhere, enter it again in the settings.');
}
