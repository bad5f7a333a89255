import type { NewId, Random } from '../shared/kernel/random.ts';
import { type Clock, millis, type Sleep } from '../shared/kernel/time.ts';

/** The browser's clock, in a tab, a worker or a service worker. */
export const systemClock: Clock = {
  now: () => millis(Date.now()),
  elapsed: () => millis(performance.now()),
};

/** The browser's timer takes no longer time, and fires at once when given one: whoever waits longer wakes early and looks again. */
const longestMs = 2_147_483_647;

export const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const wake = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(ms, longestMs));
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });

export const systemRandom: Random = Math.random;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 22;

/** 131 bits of the browser's randomness. */
export const systemNewId: NewId = () => {
  let id = '';
  while (id.length < idLength) {
    // Of 256 values the last 8 would make the first letters likelier.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 248 && id.length < idLength) id += alphabet[byte % 62];
    }
  }
  return id;
};
