import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bootId, jobId } from '../../shared/kernel/brand.ts';
import { ann, at, bob, call } from './examples.contract.ts';
import type { Store, StoreTx } from './store.ts';

/** What every store must do with calls to a model, whatever its database. `open` gives an empty one each time; the suite closes it. */
export function testCalls(name: string, open: () => Promise<Store>): void {
  describe(`the calls of the store on ${name}`, () => {
    let store: Store;
    const run = <T>(work: (tx: StoreTx) => Promise<T>) => store.transaction(work);

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const boot = bootId('boot1');
    const id = call(1).id;
    const append = (offset: number, text: string, owner = boot) =>
      run((tx) => tx.calls.append(owner, [{ call: id, offset, text }]));

    it('come back as they were claimed, in the order of the claims', async () => {
      await run((tx) => tx.calls.claim(call(2)));
      await run((tx) => tx.calls.claim(call(1)));
      const { request, ...claimed } = call(1);
      await run(async (tx) => {
        expect(await tx.calls.get(id)).toEqual({ ...claimed, chars: 0, end: null });
        expect(await tx.calls.request(id)).toEqual(request);
        expect((await tx.calls.ofJob(ann, jobId('j1'))).map((row) => row.attempt)).toEqual([2, 1]);
        expect(await tx.calls.ofJob(bob, jobId('j1'))).toEqual([]);
        expect(await tx.calls.open(ann)).toHaveLength(2);
        expect(await tx.calls.open(null)).toHaveLength(2);
        expect(await tx.calls.open(bob)).toEqual([]);
      });
    });

    it('[L1] can be claimed once under a name', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      await expect(run((tx) => tx.calls.claim(call(1)))).rejects.toThrow();
    });

    it('[L4] give their text back from any offset, counted in UTF-16 units', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      const pieces = ['Straße ', '👩‍🚀', ' und ', '漢字', '.'];
      let offset = 0;
      for (const text of pieces) {
        expect(await append(offset, text)).toEqual(new Set([id]));
        offset += text.length;
      }
      const whole = pieces.join('');
      for (let from = 0; from <= whole.length; from += 1) {
        expect(await run((tx) => tx.calls.text(id, from))).toBe(whole.slice(from));
      }
      expect((await run((tx) => tx.calls.get(id)))?.chars).toBe(whole.length);
    });

    it('take many texts at once, several of one call among them', async () => {
      const ids = Array.from({ length: 1_001 }, (_, n) => call(n + 1).id);
      await run(async (tx) => {
        for (let n = 1; n <= ids.length; n += 1) await tx.calls.claim(call(n));
      });
      const texts = ids.flatMap((id) => [
        { call: id, offset: 0, text: 'one ' },
        { call: id, offset: 4, text: 'two' },
      ]);
      expect((await run((tx) => tx.calls.append(boot, texts))).size).toBe(1_001);
      for (const id of [ids[0], ids[500], ids[1_000]]) {
        expect(id && (await run((tx) => tx.calls.text(id, 0)))).toBe('one two');
      }
    });

    it('[L4] keep a text that is written again as it is, and refuse one that leaves a hole', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      await append(0, 'one');
      await append(0, 'one');
      await append(0, 'one two');
      await append(5, 'wo');
      await expect(append(8, 'three')).rejects.toThrow();
      expect(await run((tx) => tx.calls.text(id, 0))).toBe('one two');
    });

    it('[L9] take text and an end from their owner alone, and only while they are open', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      const done = {
        type: 'done',
        stop: 'end',
        usage: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
        model: 'm',
      } as const;
      expect(await append(0, 'x', bootId('boot2'))).toEqual(new Set());
      expect(await run((tx) => tx.calls.settle(bootId('boot2'), id, done, at))).toBe(false);
      expect(await run((tx) => tx.calls.settle(boot, id, done, at))).toBe(true);
      expect(await run((tx) => tx.calls.settle(boot, id, { type: 'lost' }, at))).toBe(false);
      expect(await append(0, 'x')).toEqual(new Set());
      expect(await run((tx) => tx.calls.get(id))).toMatchObject({ chars: 0, end: { ...done, endedAt: at } });
    });

    it('[L7] of other processes are marked lost, with their text kept', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      await run((tx) => tx.calls.claim(call(2, 'boot2')));
      await append(0, 'Half a sen');
      const lost = await run((tx) => tx.calls.voidOthers(bootId('boot2'), at));
      expect(lost).toMatchObject([{ id, chars: 10, end: { type: 'lost', endedAt: at } }]);
      expect(await run((tx) => tx.calls.text(id, 0))).toBe('Half a sen');
      expect(await run((tx) => tx.calls.open(null))).toMatchObject([{ attempt: 2 }]);
      expect(await run((tx) => tx.calls.voidOthers(bootId('boot2'), at))).toEqual([]);
    });

    it('[L9] are counted by the signs of life of their owners, and voided owner by owner', async () => {
      await run((tx) => tx.calls.claim(call(1)));
      await run((tx) => tx.calls.claim(call(2, 'boot2')));
      await run((tx) => tx.calls.beat(bootId('boot2')));
      await run((tx) => tx.calls.beat(bootId('boot2')));
      const beats = () => run(async (tx) => Object.fromEntries(await tx.calls.beats()));
      expect(await beats()).toEqual({ boot1: 0, boot2: 2 });
      const lost = await run((tx) => tx.calls.voidBoot(bootId('boot2'), at));
      expect(lost).toMatchObject([{ attempt: 2, end: { type: 'lost', endedAt: at } }]);
      expect(await run((tx) => tx.calls.open(null))).toMatchObject([{ attempt: 1 }]);
      expect(await beats()).toEqual({ boot1: 0 });
    });
  });
}
