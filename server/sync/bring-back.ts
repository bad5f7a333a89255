import type { Brought } from '../../shared/records/brought.ts';
import type { AccountRows } from '../store/store.ts';

/**
 * A device brings a row that it had from the store of which this one is an older copy (S3). The row is put if there never was one of
 * its id, or if it stands as the backup had it: then the device's is the later one. What was deleted in the backup stays deleted (S5),
 * and what was changed since the restore stays as it is.
 */
export async function bringBack(rows: AccountRows, brought: Brought): Promise<void> {
  const place = await rows.placeOf(brought.table, brought.row.id);
  const isAsInBackup = place === null || (!place.isDeleted && place.seq <= (await rows.restoredAt()));
  if (!isAsInBackup) return;
  const known = await rows.get(brought.table, brought.row.id);
  if (JSON.stringify(known) !== JSON.stringify(brought.row)) await rows.put(brought.table, brought.row);
}
