import { expect, test } from 'vitest';
import { createLateLoad } from './late-load.ts';

/** A load whose every try is answered by hand. */
function byHand() {
  const tries: PromiseWithResolvers<string>[] = [];
  const late = createLateLoad(() => {
    const next = Promise.withResolvers<string>();
    tries.push(next);
    return next.promise;
  });
  const answer = async (at: number, text: string | null) => {
    if (text === null) tries[at]?.reject(new TypeError('Failed to fetch'));
    else tries[at]?.resolve(text);
    await late.want();
  };
  return { late, tries, answer };
}

test('it is fetched when somebody looks, once for all who do, and kept', async () => {
  const { late, tries, answer } = byHand();
  expect(tries).toHaveLength(0);
  const lookAway = late.subscribe(() => {});
  late.subscribe(() => {});
  expect(late.state()).toEqual({ type: 'loading' });
  await answer(0, 'the part');
  lookAway();
  late.subscribe(() => {});
  expect(late.state()).toEqual({ type: 'there', value: 'the part' });
  expect(tries).toHaveLength(1);
});

test('a failure stays in sight until another try has brought it', async () => {
  const { late, tries, answer } = byHand();
  const seen: string[] = [];
  late.subscribe(() => seen.push(late.state().type));
  await failFirst(tries, late);
  const again = late.want();
  void late.want();
  tries[1]?.reject(new TypeError('Failed to fetch'));
  await again;
  void late.want();
  await answer(2, 'the part');
  expect(seen).toEqual(['loading', 'failed', 'retrying', 'failed', 'retrying', 'there']);
  expect(tries).toHaveLength(3);
});

test('who comes after a failure that nobody looks at any more begins anew', async () => {
  const { late, tries } = byHand();
  const lookAway = late.subscribe(() => {});
  await failFirst(tries, late);
  expect(late.state()).toEqual({ type: 'failed' });
  lookAway();
  late.subscribe(() => {});
  expect(late.state()).toEqual({ type: 'loading' });
  expect(tries).toHaveLength(2);
});

test('a failure of what was wanted ahead of time is told to nobody', async () => {
  const { late, tries } = byHand();
  const ahead = late.want();
  tries[0]?.reject(new TypeError('Failed to fetch'));
  await ahead;
  expect(late.state()).toEqual({ type: 'idle' });
});

/** Lets the first try fail and waits until that is known. */
async function failFirst(tries: readonly PromiseWithResolvers<string>[], late: ReturnType<typeof byHand>['late']) {
  const underway = late.want();
  tries[0]?.reject(new TypeError('Failed to fetch'));
  await underway;
}
