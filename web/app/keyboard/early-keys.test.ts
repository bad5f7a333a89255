import { expect, test } from 'vitest';
import { type EarlyKeys, noKeys, withKey } from './early-keys.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false };
const type = (keys: readonly string[]): EarlyKeys | null =>
  keys.reduce<EarlyKeys | null>((at, key) => at && withKey(at, { ...bare, key }), noKeys);

test('letters and what takes them back are kept in their order, up to Enter', () => {
  expect(type(['N', 'o', 'r', 'Backspace', 't', 'e', ' ', 'é'])).toEqual({ typed: 'Note é', isEntered: false });
  expect(type(['a', 'Enter', 'b', 'Backspace'])).toEqual({ typed: 'a', isEntered: true });
});

test('Escape leaves, and keys that write nothing change nothing', () => {
  expect(type(['a', 'Escape'])).toBeNull();
  expect(withKey(noKeys, { ...bare, key: 'Shift' })).toBe(noKeys);
  expect(withKey(noKeys, { ...bare, key: 'k', ctrlKey: true })).toBe(noKeys);
});
