import { expect, test } from 'vitest';
import { testClock } from '../../shared/kernel/time.ts';
import { createContextSizes } from './context-sizes.ts';

test('a size is unknown until the provider has answered, and asked for again after an hour', async () => {
  const clock = testClock();
  let asked = 0;
  const list = async () => {
    asked += 1;
    return { models: [{ id: 'large', name: 'Large', contextTokens: asked * 1_000 }], freeText: false };
  };
  const sizes = createContextSizes({ list }, clock);
  expect(sizes.of('large')).toBeNull();
  await sizes.refresh();
  expect(sizes.of('large')).toBe(2_000);
  expect(sizes.of('other')).toBeNull();
  clock.advance(60 * 60 * 1_000);
  expect(sizes.of('large')).toBe(2_000);
  expect(asked).toBe(2);
  clock.advance(1);
  sizes.of('large');
  expect(asked).toBe(3);
});
