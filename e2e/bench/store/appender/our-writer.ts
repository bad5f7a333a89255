import { systemClock } from '../../../../server/clock.system.ts';
import { systemNewId } from '../../../../server/random.system.ts';
import { databaseFile, openSqliteStore } from '../../../../server/store/sqlite.ts';
import { accountId, bootId, callId, driverId, jobId, requestHash, stepId } from '../../../../shared/kernel/brand.ts';

/** Writes a piece for each of these calls, and resolves when they are on the disk. */
export type Write = (calls: readonly number[], piece: string) => Promise<void>;

const owner = bootId('bench');
const placeOf = (at: number) => ({ job: jobId(`job-${at}`), step: stepId('write'), attempt: 1 });
const idOf = (at: number) => callId(placeOf(at).job, placeOf(at).step, 1);

/** The shipped store. */
export async function openOurWriter(folder: string, calls: number): Promise<Write> {
  const store = await openSqliteStore({ path: databaseFile(folder), newId: systemNewId, clock: systemClock });
  const request = {
    model: 'bench',
    maxOutputTokens: 1_000,
    system: '',
    sources: '',
    task: '',
    output: { type: 'text' },
  } as const;
  await store.transaction(async (tx) => {
    for (let at = 0; at < calls; at += 1) {
      await tx.calls.claim({
        ...placeOf(at),
        id: idOf(at),
        account: accountId('ann'),
        driver: driverId('laptop.1'),
        owner,
        requestHash: requestHash('bench'),
        claimedAt: systemClock.now(),
        request,
      });
    }
  });
  const offsets = Array.from({ length: calls }, () => 0);
  return async (numbers, piece) => {
    const texts = numbers.map((at) => {
      const offset = offsets[at] ?? 0;
      offsets[at] = offset + piece.length;
      return { call: idOf(at), offset, text: piece };
    });
    await store.transaction((tx) => tx.calls.append(owner, texts));
  };
}
