import { permanent } from '../../shared/protocol/failure.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { noUsage, type Usage } from '../../shared/recipes/usage.ts';
import type { CallEnd, Model } from '../model/model.ts';

/** A request that arrived at the scripted model, answered by the test. */
export type Sent = {
  readonly request: ModelRequest;
  readonly say: (text: string) => void;
  /** The answer is whole. */
  readonly finish: (more?: Partial<Extract<CallEnd, { type: 'done' }>>) => void;
  readonly fail: (failure: Extract<CallEnd, { type: 'failed' }>['failure'], usage?: Usage | null) => void;
  /** The provider takes nothing more for so long. */
  readonly pause: (forMs: number) => void;
  readonly isAborted: () => boolean;
};

/** The test twin of `Model`: does nothing but what the test says, and counts what was sent. */
export function scriptedModel(): Pick<Model, 'run'> & { readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    run: (request, onText, signal, onPause = () => undefined) => {
      const { promise, resolve } = Promise.withResolvers<CallEnd>();
      const cancelled = (): void => resolve({ type: 'failed', failure: permanent('cancelled', { free: false }), usage: null });
      signal.addEventListener('abort', cancelled, { once: true });
      sent.push({
        request,
        say: onText,
        finish: (more) =>
          resolve({ type: 'done', stop: 'end', usage: { ...noUsage, input: 10, output: 5 }, model: request.model, ...more }),
        fail: (failure, usage = null) => resolve({ type: 'failed', failure, usage }),
        pause: onPause,
        isAborted: () => signal.aborted,
      });
      return promise;
    },
  };
}
