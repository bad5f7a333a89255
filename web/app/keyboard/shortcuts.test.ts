import { expect, test } from 'vitest';
import { keysOf, pressed, shortcuts } from './shortcuts.ts';

const event = (key: string, of: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...of,
});

test('Ctrl and ⌘ do the same, and a key alone is not a key with one of them', () => {
  expect(pressed(event('Enter', { ctrlKey: true }), 'generate')).toBe(true);
  expect(pressed(event('Enter', { metaKey: true }), 'generate')).toBe(true);
  expect(pressed(event('Enter'), 'generate')).toBe(false);
  expect(pressed(event('k'), 'palette')).toBe(false);
  expect(pressed(event('K', { ctrlKey: true }), 'palette')).toBe(true);
  expect(pressed(event('/'), 'search')).toBe(true);
  expect(pressed(event('/', { ctrlKey: true }), 'search')).toBe(false);
  expect(pressed(event('?', { altKey: true }), 'shortcuts')).toBe(false);
});

test('no two shortcuts have the same keys', () => {
  const keys = shortcuts.map((each) => keysOf(each, false).join('+'));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('Ctrl+K');
  expect(keysOf({ key: 'k', mod: true }, true)).toEqual(['⌘', 'K']);
});
