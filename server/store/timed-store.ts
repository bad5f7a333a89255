import type { Clock } from '../../shared/kernel/time.ts';
import type { Store } from './store.ts';

/**
 * The same store, with each transaction timed: from being asked for, its turn included, until it is durable or has failed. `took` hears
 * of it, in ms, and must not throw.
 */
export function timedStore<S extends Store>(store: S, clock: Pick<Clock, 'elapsed'>, took: (ms: number) => void): S {
  return {
    ...store,
    transaction: async (run) => {
      const askedAt = clock.elapsed();
      try {
        return await store.transaction(run);
      } finally {
        took(clock.elapsed() - askedAt);
      }
    },
  };
}
