import type { Job } from '../engine/job.ts';
import { createBell, firstOf } from '../kernel/bell.ts';
import { type CallId, parseCallId } from '../kernel/brand.ts';
import type { Clock, Sleep } from '../kernel/time.ts';
import type { CallState, FeedMessage } from '../protocol/feed.ts';
import type { Draft } from '../sync/device-store.ts';

/** The text of a call as far as this device has heard it. */
export type LiveText = { readonly call: CallId; readonly text: string; readonly state: CallState };

/** `changed` names what is new; a listener that shows only one call ignores the others. */
export type TextListener = (changed: LiveText) => void;

/**
 * The texts of open calls, between the feed and the screens. Text is taken by offset: what is known already is dropped, and a hole is
 * reported, never filled by guessing (L4).
 */
export type LiveTexts = {
  readonly take: (message: Extract<FeedMessage, { type: 'text' | 'call' }>) => 'taken' | 'hole';
  readonly get: (call: CallId) => LiveText | null;
  readonly subscribe: (listener: TextListener) => () => void;
  readonly offsets: () => Readonly<Record<string, number>>;
  /** Forgets the texts of calls that a job's row has settled; answers which. */
  readonly settle: (job: Job) => readonly CallId[];
  readonly restore: (drafts: readonly Draft[]) => void;
  /** What has grown since the last call. */
  readonly unsaved: (clock: Clock) => readonly Draft[];
  /** Resolves when the call has ended, the feed was opened anew, or after a while: the server knows better (runner). */
  readonly ended: (call: CallId, signal: AbortSignal) => Promise<void>;
  /** The feed was opened anew: ends may have been missed. */
  readonly feedOpened: () => void;
};

/** How long a driver trusts the feed to tell it of a call's end. */
const askAgainMs = 10_000;

export function createLiveTexts(sleep: Sleep): LiveTexts {
  const texts = new Map<CallId, LiveText>();
  const grown = new Set<CallId>();
  const listeners = new Set<TextListener>();
  const endings = createBell();
  const set = (text: LiveText) => {
    texts.set(text.call, text);
    for (const listener of listeners) listener(text);
  };
  const take = (message: Extract<FeedMessage, { type: 'text' | 'call' }>): 'taken' | 'hole' => {
    const known = texts.get(message.call) ?? { call: message.call, text: '', state: 'open' };
    if (message.type === 'call') {
      set({ ...known, state: message.state });
      if (message.state !== 'open') endings.ring();
      return 'taken';
    }
    if (message.offset > known.text.length) return 'hole';
    const fresh = message.text.slice(known.text.length - message.offset);
    if (fresh === '') return 'taken';
    grown.add(message.call);
    set({ ...known, text: known.text + fresh });
    return 'taken';
  };
  return {
    take,
    get: (call) => texts.get(call) ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    offsets: () => Object.fromEntries([...texts.values()].map(({ call, text }) => [call, text.length])),
    settle: (job) => {
      const settled = [...texts.keys()].filter((call) => isSettled(job, call));
      for (const call of settled) {
        texts.delete(call);
        grown.delete(call);
      }
      return settled;
    },
    restore: (drafts) => {
      for (const { call, text } of drafts) if (!texts.has(call)) texts.set(call, { call, text, state: 'open' });
    },
    unsaved: (clock) => {
      const drafts = [...grown].flatMap((call): Draft[] => {
        const job = parseCallId(call)?.job;
        const text = texts.get(call);
        return job === undefined || text === undefined ? [] : [{ call, job, text: text.text, savedAt: clock.now() }];
      });
      grown.clear();
      return drafts;
    },
    ended: (call, signal) => {
      const state = texts.get(call)?.state ?? 'open';
      if (state !== 'open') return Promise.resolve();
      return firstOf(signal, [(stop) => endings.heard(stop), (stop) => sleep(askAgainMs, stop)]);
    },
    feedOpened: endings.ring,
  };
}

/** True if the row says that this attempt of the job no longer runs. */
function isSettled(job: Job, call: CallId): boolean {
  const parts = parseCallId(call);
  if (parts === null || parts.job !== job.id) return false;
  const step = job.steps.find(({ id }) => id === parts.step);
  return step === undefined || step.status !== 'running' || step.attempt !== parts.attempt || job.status === 'cancelled';
}
