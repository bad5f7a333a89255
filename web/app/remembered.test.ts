import { afterEach, expect, test } from 'vitest';
import { recalled, remember } from './remembered.ts';

/** A browser's storage that holds so many characters. */
function giveStorage(room: number): void {
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      kept.set(key, value);
    },
  };
  Object.defineProperty(globalThis, 'localStorage', { value: localStorage, configurable: true });
}

afterEach(() => Reflect.deleteProperty(globalThis, 'localStorage'));

test('what is remembered is there again', () => {
  giveStorage(10);
  remember('panel', 'open');
  expect(recalled('panel')).toBe('open');
  expect(recalled('columns')).toBeNull();
});

test('a browser that has no room for it, or forbids it, is no trouble', () => {
  giveStorage(0);
  remember('panel', 'open');
  expect(recalled('panel')).toBeNull();
  Object.defineProperty(globalThis, 'localStorage', {
    get: () => {
      throw new DOMException('Access is denied.', 'SecurityError');
    },
    configurable: true,
  });
  remember('panel', 'open');
  expect(recalled('panel')).toBeNull();
});
