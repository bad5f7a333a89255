import type { CallEnd, Model } from '../../server/model/model.ts';
import type { CallId } from '../../shared/kernel/brand.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { requestHashOf } from '../../shared/recipes/request-hash.ts';
import type { History } from './history.ts';
import type { Party } from './party.ts';
import { type Behaviour, type Script, scriptOf } from './provider-script.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A request that arrived at the provider. */
export type Send = {
  readonly call: CallId;
  readonly boot: string;
  readonly script: Script;
  /** What has left the provider so far. */
  text: string;
  state: 'open' | 'ended' | 'aborted' | 'orphaned';
};

/** The provider outside of everything: it answers as its script says, counts what it is asked, and sees who hangs up. */
export type Provider = {
  readonly modelFor: (boot: Party) => Pick<Model, 'run'>;
  readonly sends: ReadonlyMap<CallId, Send>;
  /** The next calls are answered so. */
  readonly misbehave: (behaviour: Behaviour, count: number) => void;
  readonly heal: () => void;
};

export type ProviderDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly history: Pick<History, 'unsentCall'>;
  readonly reached: (what: string) => void;
  readonly broken: (rule: string, detail: string) => void;
  /** The server closed the socket of a call that was still answering. */
  readonly hungUp: (call: CallId, boot: string) => void;
};

export function createProvider({ time, random, history, reached, broken, hungUp }: ProviderDeps): Provider {
  const sends = new Map<CallId, Send>();
  const planned: Behaviour[] = [];
  let count = 0;

  const arrive = (boot: Party, hash: ReturnType<typeof requestHashOf>): CallId | null => {
    const call = history.unsentCall(hash, boot.name, (id) => sends.has(id));
    if (call !== null) return call;
    broken('L1', `${boot.name} opened a call to the provider that no committed, unsent claim names`);
    return null;
  };

  const run = (boot: Party, request: Parameters<Model['run']>[0], onText: (text: string) => void, signal: AbortSignal) =>
    new Promise<CallEnd>((resolve) => {
      count += 1;
      const call = arrive(boot, requestHashOf(request));
      if (call === null) return;
      const behaviour = planned.shift() ?? 'whole';
      reached(`provider: ${behaviour}`);
      const script = scriptOf(behaviour, request, `Answer ${count}`, random);
      const send: Send = { call, boot: boot.name, script, text: '', state: 'open' };
      sends.set(call, send);
      let cancelNext = (): void => undefined;
      const hangUp = (state: 'aborted' | 'orphaned'): void => {
        cancelNext();
        if (send.state === 'open') send.state = state;
      };
      boot.onDeath(() => hangUp('orphaned'));
      const abort = (): void => {
        const wasOpen = send.state === 'open';
        hangUp('aborted');
        if (wasOpen) hungUp(call, boot.name);
        const failure = permanent('cancelled', { free: false });
        if (wasOpen) boot.tell(() => resolve({ type: 'failed', failure, usage: null }));
      };
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort);
      const next = (at: number): void => {
        const piece = script.pieces[at];
        cancelNext = time.after(piece?.afterMs ?? script.endAfterMs, () => {
          if (piece === undefined) {
            send.state = 'ended';
            boot.tell(() => resolve(endOf(script, request.model)));
            return;
          }
          send.text += piece.text;
          boot.tell(() => onText(piece.text));
          next(at + 1);
        });
      };
      next(0);
    });

  return {
    modelFor: (boot) => ({ run: (request, onText, signal) => run(boot, request, onText, signal) }),
    sends,
    misbehave: (behaviour, times) => {
      for (let at = 0; at < times; at += 1) planned.push(behaviour);
    },
    heal: () => {
      planned.length = 0;
    },
  };
}

function endOf({ end, usage }: Script, model: string): CallEnd {
  if (end.type === 'failed') return { ...end, usage };
  return { ...end, usage: usage ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, model };
}
