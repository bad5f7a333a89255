import type { Clock } from '../../shared/kernel/time.ts';
import type { CallEnd, Model } from './model.ts';

/** How long a call took. Nothing of what was asked or answered. */
export type CallTiming = {
  /** As it was asked for. */
  readonly model: string;
  readonly tookMs: number;
  /** Until the first text; null if none came. */
  readonly firstTextMs: number | null;
  readonly end: CallEnd;
};

/** The same model, with each call timed by our own clock; `ended` hears of it when the call has ended, and must not throw. */
export function timedModel(
  model: Pick<Model, 'run'>,
  clock: Pick<Clock, 'elapsed'>,
  ended: (timing: CallTiming) => void,
): Pick<Model, 'run'> {
  return {
    run: async (request, onText, signal, onPause) => {
      const startedAt = clock.elapsed();
      let firstTextMs: number | null = null;
      const heard = (text: string): void => {
        firstTextMs ??= clock.elapsed() - startedAt;
        onText(text);
      };
      const end = await model.run(request, heard, signal, onPause);
      ended({ model: request.model, tookMs: clock.elapsed() - startedAt, firstTextMs, end });
      return end;
    },
  };
}
