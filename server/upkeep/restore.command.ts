/** `npm run restore -- FILE`: puts a backup in the place of the data folder's database, and keeps what was there. */
import { join, resolve } from 'node:path';
import { storeId } from '../../shared/kernel/brand.ts';
import { systemClock } from '../clock.system.ts';
import { readConfig } from '../config.ts';
import { fail } from '../identity/command.ts';
import { systemNewId } from '../random.system.ts';
import { restore } from '../store/backup.ts';
import { heldSentence, holdDataDir } from '../store/lock.ts';
import { refusalSentence } from './backup-words.ts';

const config = readConfig(process.env);
const [file, ...more] = process.argv.slice(2);
if (!config.ok) fail(config.error);
else if (file === undefined || more.length > 0) fail('Usage: npm run restore -- FILE');
else await takeBack(config.value.dataDir, file);

async function takeBack(dataDir: string, from: string): Promise<void> {
  const hold = holdDataDir(dataDir);
  if (!hold.ok) return fail(`${heldSentence(dataDir, hold.error)} Stop it first.`);
  try {
    const at = new Date(systemClock.now()).toISOString().replaceAll(':', '-');
    const keptDir = join(dataDir, `before-restore-${at}`);
    const restored = await restore({ dataDir, file: from, keptDir, storeId: storeId(systemNewId()) });
    if (!restored.ok) return fail(refusalSentence(restored.error, { dataDir, file: from }));
    console.log(`${resolve(dataDir)} is as it was in ${resolve(from)}.`);
    if (restored.value !== null) console.log(`What was there before is in ${resolve(restored.value)}.`);
    console.log('Devices that had come further than the backup bring their newer texts back when they next connect.');
  } finally {
    hold.value.release();
  }
}
