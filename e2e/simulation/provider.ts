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

/** What the provider draws from, and who watches what it is asked. */
export type ProviderDeps = {
  readonly time: VirtualTime;
  /** The server's wall time, by which it says when it claimed. */
  readonly serverNow: () => number;
  readonly random: Random;
  readonly history: Pick<History, 'unsentCall' | 'calls'>;
  readonly reached: (what: string) => void;
  readonly broken: (rule: string, detail: string) => void;
  /** The server closed the socket of a call that was still answering. */
  readonly hungUp: (call: CallId, boot: string) => void;
};

type Asked = Parameters<Model['run']>;

/** A provider that answers in full until it is told otherwise. */
export function createProvider(deps: ProviderDeps): Provider {
  const { random, history, reached, broken } = deps;
  const sends = new Map<CallId, Send>();
  const planned: Behaviour[] = [];
  const pauses = createPauses(deps);
  let count = 0;

  /** Takes a request in: it must be the one of a claim that is committed and was not sent before (L1, L2). */
  const arrive = (boot: Party, request: Asked[0]): Send | null => {
    count += 1;
    const call = history.unsentCall(requestHashOf(request), boot.name, (id) => sends.has(id));
    if (call === null) {
      broken('L1', `${boot.name} opened a call to the provider that no committed, unsent claim names`);
      return null;
    }
    pauses.mustBeOver(boot, call);
    const behaviour = planned.shift() ?? 'whole';
    reached(`provider: ${behaviour}`);
    const script = scriptOf(behaviour, request, `Answer ${count}`, random);
    const send: Send = { call, boot: boot.name, script, text: '', state: 'open' };
    sends.set(call, send);
    return send;
  };

  return {
    modelFor: (boot) => ({
      run: (...asked) =>
        new Promise((resolve) => {
          const send = arrive(boot, asked[0]);
          if (send !== null) answer(deps, pauses, boot, send, asked, (end) => boot.tell(() => resolve(end)));
        }),
    }),
    sends,
    misbehave: (behaviour, times) => {
      for (let at = 0; at < times; at += 1) planned.push(behaviour);
    },
    heal: () => {
      planned.length = 0;
    },
  };
}

/** Plays a script to its end, until the server hangs up, or until its process is dead. */
function answer(
  { time, hungUp }: ProviderDeps,
  pauses: Pauses,
  boot: Party,
  send: Send,
  [request, onText, signal, onPause]: Asked,
  settle: (end: CallEnd) => void,
): void {
  const { script } = send;
  let cancelNext = (): void => undefined;
  const hangUp = (state: 'aborted' | 'orphaned'): void => {
    cancelNext();
    if (send.state !== 'open') return;
    send.state = state;
    if (state === 'orphaned') return;
    hungUp(send.call, boot.name);
    settle({ type: 'failed', failure: permanent('cancelled', { free: false }), usage: null });
  };
  const say = (text: string, isFirst: boolean): void => {
    if (isFirst && script.pauseMs !== null) {
      pauses.ask(boot, script.pauseMs);
      onPause?.(script.pauseMs);
    }
    onText(text);
  };
  const next = (at: number): void => {
    const piece = script.pieces[at];
    cancelNext = time.after(piece?.afterMs ?? script.endAfterMs, () => {
      if (piece === undefined) {
        send.state = 'ended';
        const failure = script.end.type === 'failed' ? script.end.failure : null;
        const pauseMs = failure?.type === 'transient' ? failure.retryAfterMs : null;
        if (pauseMs !== null) boot.tell(() => pauses.ask(boot, pauseMs));
        settle(endOf(script, request.model));
        return;
      }
      send.text += piece.text;
      boot.tell(() => say(piece.text, at === 0));
      next(at + 1);
    });
  };
  boot.onDeath(() => hangUp('orphaned'));
  signal.addEventListener('abort', () => hangUp('aborted'));
  if (signal.aborted) hangUp('aborted');
  else next(0);
}

type Pauses = ReturnType<typeof createPauses>;

/** From asking for a turn to the claim, on a slow disk: a pause that comes in between is too late for this one. */
const decidingMs = 250;

/** For how long the provider wants nothing more from whom (L3). */
function createPauses({ time, serverNow, history, reached, broken }: ProviderDeps) {
  /** By start of the server: until when, and since when it knows, by its own clock: a claim from before was already made. */
  const pauses = new Map<Party, { readonly since: number; readonly until: number }>();
  return {
    ask: (boot: Party, forMs: number): void => {
      const until = Math.max(pauses.get(boot)?.until ?? 0, time.elapsed() + forMs);
      pauses.set(boot, { since: serverNow(), until });
      reached('provider: asked for a pause');
    },
    mustBeOver: (boot: Party, call: CallId): void => {
      const pause = pauses.get(boot);
      if (pause === undefined || (history.calls.get(call)?.claimedAt ?? 0) - decidingMs <= pause.since) return;
      const leftMs = pause.until - time.elapsed();
      if (leftMs > 1)
        broken('L3', `${call} was sent ${Math.round(leftMs)} ms before the end of a pause that the provider asked for`);
    },
  };
}

function endOf({ end, usage }: Script, model: string): CallEnd {
  if (end.type === 'failed') return { ...end, usage };
  return { ...end, usage: usage ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, model };
}
