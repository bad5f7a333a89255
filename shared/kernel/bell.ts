/** Wakes whoever waits. It keeps no memory: a ring with nobody waiting is not heard. */
export type Bell = {
  readonly ring: () => void;
  /** Resolves at the next ring, or when the signal aborts. */
  readonly heard: (signal: AbortSignal) => Promise<void>;
};

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      const woken = [...waiting];
      waiting.clear();
      for (const wake of woken) wake();
    },
    heard: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (signal.aborted) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
}

/**
 * Starts every wait under one signal and resolves when the first of them has ended; the others are aborted then, so that none
 * lingers. Waits that reject because of that abort are ignored.
 */
export async function firstOf(signal: AbortSignal, waits: readonly ((signal: AbortSignal) => Promise<unknown>)[]): Promise<void> {
  if (signal.aborted) return;
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener('abort', stop, { once: true });
  const running = waits.map((wait) => wait(ended.signal));
  for (const each of running) each.catch(() => {});
  try {
    await Promise.race([...running, aborted(ended.signal)]);
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort(over);
  }
}

/** Made once: to make one for every wait costs more than the wait. */
const over = new DOMException('Another of these waits has ended.', 'AbortError');

/** Resolves when the signal aborts, or at once if it has. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
