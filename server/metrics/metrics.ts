import type { Clock } from '../../shared/kernel/time.ts';
import { isPriced } from '../../shared/recipes/prices.ts';
import type { Store } from '../store/store.ts';
import type { Instruments, StoredFigures } from './instruments.ts';

/** How the server does, for a monitor: durations and counts, no text, nobody's id, no key. */
export type Metrics = Omit<Instruments, 'page'> & {
  /** The page that a monitor reads. */
  readonly page: () => Promise<{ readonly type: string; readonly text: string }>;
};

export type MetricsDeps = {
  readonly store: Pick<Store, 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The model that the server's own settings name; every other is shown by name only if its price is known. */
  readonly defaultModel: string;
};

/**
 * What is counted as it happens is counted from the first time that somebody asks: until then nothing is loaded, because what counts
 * takes 18 MB, and most servers have no monitor. What the store knows is told from its beginning.
 */
export function createMetrics({ store, clock, defaultModel }: MetricsDeps): Metrics {
  let loading: Promise<Instruments> | null = null;
  let instruments: Instruments | null = null;
  let place = 0;
  let last: Promise<unknown> = Promise.resolve();

  const load = async (): Promise<Instruments> => {
    const { createInstruments } = await import('./instruments.ts');
    instruments = createInstruments((model) => model === defaultModel || isPriced(model));
    return instruments;
  };
  const read = async (): Promise<StoredFigures> => {
    const { figures, waitingSince } = await store.transaction(async ({ figures }) => ({
      waitingSince: await figures.waitingSince(),
      figures: {
        unfinished: await figures.unfinished(),
        paidTwice: await figures.paidTwice(),
        ...(await figures.endsAfter(place)),
      },
    }));
    place = figures.place;
    const waitingMs = waitingSince === null ? 0 : Math.max(0, clock.now() - waitingSince);
    return { unfinished: figures.unfinished, ended: figures.ends, waitingMs, paidTwice: figures.paidTwice };
  };

  return {
    callEnded: (timing) => instruments?.callEnded(timing),
    feedDelivered: (lagMs) => instruments?.feedDelivered(lagMs),
    tookOver: (by) => instruments?.tookOver(by),
    transactionEnded: (ms) => instruments?.transactionEnded(ms),
    page: () => {
      // One after the other, so that no end is counted twice.
      const turn = last.then(async () => {
        loading ??= load();
        const { page } = await loading;
        return page(await read());
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
