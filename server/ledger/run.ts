import { permanent, transient } from '../../shared/protocol/failure.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Log } from '../log.ts';
import type { CallEnd, Model } from '../model/model.ts';
import type { CallResult } from '../store/store.ts';
import type { Hub } from './hub.ts';
import type { TextLog } from './log.ts';
import type { OpenCall, OpenCalls } from './open-calls.ts';
import type { Settle } from './settle.ts';
import type { Turns } from './turns.ts';

export type RunDeps = {
  readonly model: Pick<Model, 'run'>;
  readonly calls: OpenCalls;
  readonly textLog: TextLog;
  readonly settle: Settle;
  readonly turns: Turns;
  readonly hub: Hub;
  readonly log: Log;
};

/**
 * Sends claimed calls and follows each to its end. A call belongs to the process alone: no reader and no driver holds it, so none can end
 * it by leaving (L5).
 */
export function createRun({ model, calls, textLog, settle, turns, hub, log }: RunDeps) {
  const follow = async (call: OpenCall, request: ModelRequest): Promise<CallEnd> => {
    try {
      const onPause = (forMs: number) => turns.hold(call.model, forMs);
      return await model.run(request, (text) => textLog.add(call, text), call.socket.signal, onPause);
    } catch (error) {
      log.error({ call: call.id, error }, 'A model adapter threw instead of answering.');
      return { type: 'failed', failure: permanent('internal', { free: false }), usage: null };
    }
  };

  const end = async (call: OpenCall, result: CallResult): Promise<void> => {
    await settle(call, result);
    calls.remove(call.id);
    hub.bell();
  };

  return {
    send: async (call: OpenCall, request: ModelRequest): Promise<void> => {
      const said = await follow(call, request);
      const pauseMs = pauseAskedFor(said);
      if (pauseMs !== null) turns.hold(call.model, pauseMs);
      await end(call, call.isGivenUp && said.type === 'failed' ? { type: 'lost' } : said);
    },
    /** Ends a claimed call without a socket: nobody has paid for it. */
    withhold: (call: OpenCall): Promise<void> =>
      end(call, { type: 'failed', failure: transient('lost', { free: true }), usage: null }),
  };
}

export type Run = ReturnType<typeof createRun>;

/** How long the provider wants nothing more from us, in ms (L3). */
function pauseAskedFor(end: CallEnd): number | null {
  if (end.type === 'done' || end.failure.type === 'permanent') return null;
  const { reason, retryAfterMs } = end.failure;
  return reason === 'rate_limit' || reason === 'overloaded' ? retryAfterMs : null;
}
