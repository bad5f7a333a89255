import type { Clock, Sleep } from '../../shared/kernel/time.ts';

/** Which wait ran out: before the first byte of an answer, or between two of its bytes. */
export type Silence = 'silent_start' | 'silent';

export type ByteWatchdogOptions = {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly sleep: Sleep;
};

export type ByteWatchdog = {
  /** Tells it that bytes came; costs one clock reading. */
  readonly byte: () => void;
  /** Resolves when the wire has been silent for too long, with null when `signal` aborts first. */
  readonly watch: (signal: AbortSignal) => Promise<Silence | null>;
};

/** A timer that ran later than this says more about this process (asleep, stopped) than about the provider. */
const lateMs = 1_000;

/**
 * Notices that a provider went silent (L6). It counts raw bytes, so a provider's pings keep a call alive. One timer per call, armed
 * again only when it runs out. A timer that ran late re-arms once before it judges (J8): what the provider sent meanwhile may
 * still wait in the socket.
 */
export function createByteWatchdog({ firstByteMs, idleMs, clock, sleep }: ByteWatchdogOptions): ByteWatchdog {
  let lastByteAt: number | null = null;
  let forgiven = false;

  const byte = (): void => {
    lastByteAt = clock.elapsed();
    forgiven = false;
  };

  const watch = async (signal: AbortSignal): Promise<Silence | null> => {
    let armedAt: number = clock.elapsed();
    const dueAt = (): number => (lastByteAt === null ? armedAt + firstByteMs : Math.max(lastByteAt, armedAt) + idleMs);
    for (;;) {
      // Never asleep for longer than the shorter wait: the first byte may come at any time, and then that one counts.
      const wakeAt = Math.min(dueAt(), clock.elapsed() + idleMs);
      if (!(await slept(sleep, Math.max(wakeAt - clock.elapsed(), 0), signal))) return null;
      const now = clock.elapsed();
      if (now - wakeAt > lateMs && !forgiven) {
        forgiven = true;
        armedAt = now;
      } else if (now >= dueAt()) {
        return lastByteAt === null ? 'silent_start' : 'silent';
      }
    }
  };

  return { byte, watch };
}

/** False when the signal aborted the sleep. */
async function slept(sleep: Sleep, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
