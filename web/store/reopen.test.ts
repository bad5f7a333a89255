import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { reopening } from './reopen.ts';

/** A piece of work that is begun at once and fails or ends when it is told to. */
function work() {
  const tries: PromiseWithResolvers<string>[] = [];
  const run = () => {
    const next = Promise.withResolvers<string>();
    tries.push(next);
    return next.promise;
  };
  const step = async (at: number, error: Error | null) => {
    await expect.poll(() => tries.length).toBeGreaterThan(at);
    if (error === null) tries[at]?.resolve('done');
    else tries[at]?.reject(error);
  };
  return { run, step, tries };
}

const named = (name: string) => Object.assign(new Error(name), { name });

test('work whose connection is lost runs once more on a new one, and fails if that does not help', async () => {
  const database = new Dexie('reopen-once');
  const broken = work();
  const end = reopening(database, broken.run);
  await broken.step(0, named('UnknownError'));
  await broken.step(1, named('UnknownError'));
  await expect(end).rejects.toThrow('UnknownError');
  expect(broken.tries).toHaveLength(2);
});

test('what fails for one piece of work does not fail for another, however often the connection is closed under it', async () => {
  const database = new Dexie('reopen-beside');
  const [first, second, healthy] = [work(), work(), work()];
  const ends = [first, second].map(({ run }) => reopening(database, run));
  const well = reopening(database, healthy.run);
  await first.step(0, named('UnknownError'));
  await healthy.step(0, named('DatabaseClosedError'));
  await first.step(1, named('UnknownError'));
  await second.step(0, named('DatabaseClosedError'));
  await second.step(1, named('UnknownError'));
  await healthy.step(1, named('DatabaseClosedError'));
  await second.step(2, named('UnknownError'));
  await healthy.step(2, null);
  expect(await well).toBe('done');
  expect((await Promise.allSettled(ends)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('work that is refused for what it is does not run again', async () => {
  const refused = work();
  const end = reopening(new Dexie('reopen-refused'), refused.run);
  await refused.step(0, named('ConstraintError'));
  await expect(end).rejects.toThrow('ConstraintError');
  expect(refused.tries).toHaveLength(1);
});
