import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until something is so; what it was at last stands in the error when the time is over. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  isSo: (value: T) => boolean,
  { limitMs = 45_000, everyMs = 40 } = {},
): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (performance.now() - startedAt > limitMs) throw new Error(`${what}: not after ${limitMs} ms, but ${show(value)}`);
    await sleep(everyMs);
  }
}

const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 600);
