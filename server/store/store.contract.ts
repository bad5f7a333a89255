import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../shared/engine/job.ts';
import { blockId, briefHash, deviceId, driverId, jobId, leaseEpoch, seq } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import { ann, at, block, bob, call, document, job } from './examples.contract.ts';
import type { Store, StoreTx } from './store.ts';

/** What every store must do, whatever its database. `open` gives an empty one each time; the suite closes it. */
export function testStore(name: string, open: () => Promise<Store>): void {
  describe(`the store on ${name}`, () => {
    let store: Store;
    const run = <T>(work: (tx: StoreTx) => Promise<T>) => store.transaction(work);
    const rowsOf = (account = ann, from = 0, limit = 100) => run((tx) => tx.of(account).rowsAfter(seq(from), limit));

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('[S1] [S3] gives all that one person has to another, who hears of it, and the first one finds nothing', async () => {
      const done = { ...job('j1'), status: 'cancelled', endedAt: millis(at + 1) } as const;
      await run(async (tx) => {
        await tx.of(ann).put('documents', document('d1'));
        await tx.of(ann).put('blocks', block('b1', 'd1'));
        await tx.of(ann).putJob(done);
        await tx.of(ann).putBrief(briefHash('brief'), { kind: 'block.generate', recipe: 1, title: '', input: {} });
        await tx.of(ann).addToTotals({ paid: 5 });
        await tx.of(ann).addToSpending('2026-11', { micros: 7, unpriced: 0 });
        await tx.of(ann).put('documents', document('d0'));
        await tx.of(bob).put('documents', document('d2'));
        await tx.of(bob).addToTotals({ paid: 1 });
      });
      await run((tx) => tx.of(ann).remove('documents', 'd0'));
      const before = await rowsOf(bob);
      const told: (readonly string[])[] = [];
      const stop = store.onCommit((changed) => told.push([...changed].sort()));
      await run((tx) => tx.move(ann, bob));
      stop();
      expect(told).toEqual([[ann, bob]]);
      const heard = await rowsOf(bob, before.cursor);
      expect(heard.rows.map(({ table, id }) => `${table} ${id}`)).toEqual(['documents d1', 'blocks b1', 'jobs j1']);
      expect(await run((tx) => tx.of(bob).getJob(jobId('j1')))).toMatchObject({ status: 'cancelled' });
      expect(await run((tx) => tx.of(bob).getBrief(briefHash('brief')))).toMatchObject({ recipe: 1 });
      expect(await run((tx) => tx.of(bob).totals())).toMatchObject({ paid: 6 });
      expect(await run((tx) => tx.of(bob).spending('2026-11'))).toMatchObject({ micros: 7 });
      expect(await run((tx) => tx.of(ann).get('documents', 'd1'))).toBeNull();
      const { floor, newest } = await run((tx) => tx.of(ann).bounds());
      expect(floor).toBe(newest);
      await run((tx) => tx.move(ann, bob));
      await run((tx) => tx.of(bob).put('documents', document('d3')));
      expect((await rowsOf(bob, heard.cursor)).rows.map(({ id }) => id)).toEqual(['d3']);
    });

    it('[L7] adds up what each person spent, month by month', async () => {
      await run((tx) => tx.of(ann).addToSpending('2026-11', { micros: 1_500_000, unpriced: 0 }));
      await run((tx) => tx.of(ann).addToSpending('2026-11', { micros: 20, unpriced: 1 }));
      await run((tx) => tx.of(ann).addToSpending('2026-12', { micros: 7, unpriced: 0 }));
      expect(await run((tx) => tx.of(ann).spending('2026-11'))).toEqual({ micros: 1_500_020, unpriced: 1 });
      expect(await run((tx) => tx.of(ann).spending('2026-12'))).toEqual({ micros: 7, unpriced: 0 });
      expect(await run((tx) => tx.of(bob).spending('2026-11'))).toEqual({ micros: 0, unpriced: 0 });
    });

    it('[L7] adds up what each person paid, and takes back what a transaction did not keep', async () => {
      await run((tx) => tx.of(ann).addToTotals({ paid: 100, kept: 40 }));
      await run((tx) => tx.of(ann).addToTotals({ paidTwice: 7, paid: 1 }));
      const broken = run(async (tx) => {
        await tx.of(ann).addToTotals({ paid: 1_000 });
        throw new Error('stop here');
      });
      await expect(broken).rejects.toThrow('stop here');
      expect(await run((tx) => tx.of(ann).totals())).toEqual({ paid: 101, kept: 40, paidTwice: 7 });
      expect(await run((tx) => tx.of(bob).totals())).toEqual({ paid: 0, kept: 0, paidTwice: 0 });
    });

    describe('a transaction', () => {
      it('sees its own writes before anybody else does', async () => {
        await run(async (tx) => {
          const rows = tx.of(ann);
          await rows.put('documents', document('d1'));
          await rows.put('blocks', block('b1', 'd1'));
          await rows.putJob(job('j1', { acceptedAt: at, targets: [blockId('b1')] }));
          expect(await rows.get('documents', 'd1')).toEqual(document('d1'));
          expect(await rows.idsWithin('blocks', 'd1')).toEqual(['b1']);
          expect(await rows.getJob('j1')).toMatchObject({ status: 'queued' });
          expect(await rows.busyBlocks([blockId('b1'), blockId('b2')])).toEqual(new Map([['b1', 'j1']]));
          await rows.remove('blocks', 'b1');
          expect(await rows.get('blocks', 'b1')).toBeNull();
          expect(await rows.idsWithin('blocks', 'd1')).toEqual([]);
        });
        expect(await run((tx) => tx.of(ann).get('documents', 'd1'))).toEqual(document('d1'));
      });

      it('leaves nothing behind when its function throws, and the next one works', async () => {
        const broken = run(async (tx) => {
          await tx.of(ann).put('documents', document('d1'));
          await tx.of(ann).setLastChange(deviceId('dev'), 1);
          await tx.calls.claim(call(1));
          throw new Error('midway');
        });
        await expect(broken).rejects.toThrow('midway');
        expect(await rowsOf()).toEqual({ rows: [], cursor: 0, more: false });
        await run(async (tx) => {
          expect(await tx.of(ann).lastChange(deviceId('dev'))).toBe(0);
          expect(await tx.calls.get(call(1).id)).toBeNull();
          await tx.of(ann).put('documents', document('d1'));
        });
        expect((await rowsOf()).rows).toHaveLength(1);
      });

      it('never runs beside another: a count that each reads and writes is exact', async () => {
        const device = deviceId('dev');
        const add = () => run(async (tx) => tx.of(ann).setLastChange(device, (await tx.of(ann).lastChange(device)) + 1));
        await Promise.all(Array.from({ length: 20 }, add));
        expect(await run((tx) => tx.of(ann).lastChange(device))).toBe(20);
      });

      it('tells whose rows changed, after they did, and not of reads or of the ledger', async () => {
        const heard: string[][] = [];
        const stop = store.onCommit((changed) => heard.push([...changed]));
        await run(async (tx) => {
          await tx.of(ann).put('documents', document('d1'));
          await tx.of(bob).get('documents', 'd1');
        });
        await run((tx) => tx.calls.claim(call(1)));
        await run((tx) => tx.of(bob).put('documents', document('d2')));
        stop();
        await run((tx) => tx.of(ann).put('documents', document('d3')));
        expect(heard).toEqual([['ann'], ['bob']]);
      });
    });

    describe('the order of a person’s rows', () => {
      it('[S1] gives every change the next place, the counter last, and a row changed again moves to the end', async () => {
        await run(async (tx) => {
          await tx.of(ann).put('documents', document('d1'));
          await tx.of(ann).putJob(job('j1'));
          await tx.of(ann).put('documents', document('d2'));
          await tx.of(ann).put('documents', document('d1', 'Plan B'));
        });
        const all = await rowsOf();
        expect(all.rows.map(({ seq, id }) => [seq, id])).toEqual([
          [1, 'j1'],
          [2, 'd2'],
          [3, 'd1'],
        ]);
        expect(await run((tx) => tx.of(ann).bounds())).toEqual({ floor: 0, newest: 3 });
        await run((tx) => tx.of(ann).put('documents', document('d2', 'Later')));
        expect(await rowsOf(ann, all.cursor)).toMatchObject({ rows: [{ seq: 4, id: 'd2', row: { title: 'Later' } }], cursor: 4 });
      });

      it('[S1] counts for each person apart', async () => {
        await run(async (tx) => {
          await tx.of(ann).put('documents', document('d1'));
          await tx.of(bob).put('documents', document('d1', 'Bob’s'));
        });
        expect((await rowsOf(ann)).rows).toMatchObject([{ seq: 1, row: { title: 'Plan' } }]);
        expect((await rowsOf(bob)).rows).toMatchObject([{ seq: 1, row: { title: 'Bob’s' } }]);
      });

      it('gives pages that join without a gap', async () => {
        await run(async (tx) => {
          for (let n = 1; n <= 1_201; n += 1) await tx.of(ann).put('documents', document(`d${n}`));
        });
        const seen: string[] = [];
        let page = await rowsOf(ann, 0, 500);
        seen.push(...page.rows.map((row) => row.id));
        while (page.more) {
          page = await rowsOf(ann, page.cursor, 500);
          seen.push(...page.rows.map((row) => row.id));
        }
        expect(seen).toEqual(Array.from({ length: 1_201 }, (_, n) => `d${n + 1}`));
      });

      it('names a changed job’s place within the transaction that changes it', async () => {
        const inside = await run(async (tx) => {
          await tx.of(ann).put('documents', document('d1'));
          await tx.of(ann).putJob(job('j1'));
          const first = await tx.of(ann).jobRow(jobId('j1'));
          await tx.of(ann).putJob(job('j1', { acceptedAt: at }));
          const second = await tx.of(ann).jobRow(jobId('j1'));
          expect(second?.seq).toBeGreaterThan(first?.seq ?? Number.NaN);
          return second;
        });
        expect(await run((tx) => tx.of(ann).jobRow(jobId('j1')))).toEqual(inside);
        expect((await rowsOf()).rows.at(-1)).toMatchObject({ table: 'jobs', seq: inside?.seq });
      });

      it('[S5] keeps a deleted row as a fact, and writes nothing for one that never was', async () => {
        await run((tx) => tx.of(ann).put('documents', document('d1')));
        await run((tx) => tx.of(ann).remove('documents', 'd1'));
        await run((tx) => tx.of(ann).remove('documents', 'd1'));
        await run((tx) => tx.of(ann).remove('documents', 'never'));
        expect(await rowsOf()).toEqual({ rows: [{ seq: 2, table: 'documents', id: 'd1', row: null }], cursor: 2, more: false });
        expect(await run((tx) => tx.of(ann).get('documents', 'd1'))).toBeNull();
      });

      it('[S2] keeps the last number of each device', async () => {
        await run((tx) => tx.of(ann).setLastChange(deviceId('dev'), 7));
        await run((tx) => tx.of(ann).setLastChange(deviceId('dev'), 8));
        await run(async (tx) => {
          expect(await tx.of(ann).lastChange(deviceId('dev'))).toBe(8);
          expect(await tx.of(ann).lastChange(deviceId('other'))).toBe(0);
          expect(await tx.of(bob).lastChange(deviceId('dev'))).toBe(0);
        });
      });
    });

    describe('jobs', () => {
      it('come whole, unfinished ones of everybody oldest first', async () => {
        const lease = { driver: driverId('dev.1'), epoch: leaseEpoch(1), expiresAt: millis(at + 5), reported: 0 };
        const ended: Job = { ...job('j3'), status: 'cancelled', endedAt: at };
        await run(async (tx) => {
          await tx.of(ann).putJob(job('j1', { createdAt: millis(at + 1), lease }));
          await tx.of(bob).putJob(job('j2'));
          await tx.of(ann).putJob(ended);
        });
        await run(async (tx) => {
          const all = await tx.unfinishedJobs();
          expect(all.map(({ account, job }) => [account, job.id])).toEqual([
            ['bob', 'j2'],
            ['ann', 'j1'],
          ]);
          expect(all[1]?.job).toEqual(job('j1', { createdAt: millis(at + 1), lease }));
          expect((await tx.of(ann).activeJobs()).map((active) => active.id)).toEqual(['j1']);
          expect(await tx.of(ann).getJob('j3')).toEqual(ended);
          expect(await tx.jobOwner(jobId('j2'))).toBe('bob');
          expect(await tx.jobOwner(jobId('none'))).toBeNull();
        });
      });

      it('[J4] have their lease extended without a new place in the order', async () => {
        const lease = { driver: driverId('dev.1'), epoch: leaseEpoch(1), expiresAt: millis(at + 5), reported: 0 };
        await run((tx) => tx.of(ann).putJob(job('j1', { lease })));
        const longer = { ...lease, expiresAt: millis(at + 20) };
        await run((tx) => tx.of(ann).extendLease(jobId('j1'), longer));
        expect(await run((tx) => tx.of(ann).jobRow(jobId('j1')))).toEqual({ seq: 1, job: job('j1', { lease: longer }) });
      });

      it('are never another person’s under the same id', async () => {
        await run((tx) => tx.of(ann).putJob(job('j1')));
        expect(await run((tx) => tx.of(bob).getJob('j1'))).toBeNull();
        await expect(run((tx) => tx.of(bob).putJob(job('j1')))).rejects.toThrow();
        expect(await run((tx) => tx.jobOwner(jobId('j1')))).toBe('ann');
      });

      it('hold their blocks while they are accepted and not ended', async () => {
        const held = { targets: [blockId('b1')], acceptedAt: at };
        const busy = () => run((tx) => tx.of(ann).busyBlocks([blockId('b1')]));
        await run((tx) => tx.of(ann).putJob(job('j1', { ...held, acceptedAt: null })));
        expect(await busy()).toEqual(new Map());
        await run((tx) => tx.of(ann).putJob(job('j1', held)));
        expect(await busy()).toEqual(new Map([['b1', 'j1']]));
        expect(await run((tx) => tx.of(bob).busyBlocks([blockId('b1')]))).toEqual(new Map());
        await run((tx) => tx.of(ann).putJob({ ...job('j1', held), status: 'cancelled', endedAt: at }));
        expect(await busy()).toEqual(new Map());
      });

      it('[J2] keep their briefs as they came, for one person', async () => {
        const brief = { kind: 'block.generate', recipe: 1, title: 'T', input: { prompt: 'Hello' } };
        await run((tx) => tx.of(ann).putBrief(briefHash('h'), brief));
        await run((tx) => tx.of(ann).putBrief(briefHash('h'), { ...brief, title: 'other' }));
        expect(await run((tx) => tx.of(ann).getBrief(briefHash('h')))).toEqual(brief);
        expect(await run((tx) => tx.of(bob).getBrief(briefHash('h')))).toBeNull();
      });
    });
  });
}
