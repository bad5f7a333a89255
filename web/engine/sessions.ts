import type { LiveText } from '../../shared/device/live-texts.ts';
import { type Bell, createBell, firstOf } from '../../shared/kernel/bell.ts';
import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import { type EngineApi, type EngineEvent, engineProtocol } from './api.ts';
import type { Locks } from './seat.ts';

export type SessionsDeps = {
  readonly account: AccountId;
  readonly locks: Locks;
  /** Resolves when this worker holds the lock by which tabs notice its death. */
  readonly alive: Promise<void>;
  readonly changed: () => void;
  readonly nudge: () => void;
  /** A tab has gone; what it wrote last it may not have told. */
  readonly tabGone: () => void;
  /** What a tab should hear first of all. */
  readonly greetings: () => readonly EngineEvent[];
  /** The text of a call as far as it is known here. */
  readonly textOf: (call: CallId) => LiveText | null;
  readonly sleep: Sleep;
};

/** The tabs that use this engine, each with the texts that it watches. */
export type Sessions = {
  /** The engine as one more tab sees it. */
  readonly open: () => EngineApi;
  readonly tell: (event: EngineEvent) => void;
  /** Tells the tabs that watch this call what they do not know yet. */
  readonly tellText: (text: LiveText) => void;
  /** The calls that any tab watches. */
  readonly watched: () => ReadonlySet<CallId>;
  /** Resolves when there is a tab. */
  readonly occupied: (signal: AbortSignal) => Promise<void>;
  /** Resolves when there has been no tab for a moment; a reload of the only one does not count. */
  readonly deserted: (signal: AbortSignal) => Promise<void>;
};

/** How long the last tab's successor is waited for. */
const desertedMs = 1_000;

type Session = { readonly listener: (event: EngineEvent) => void; readonly told: Map<CallId, number> };

export function createSessions(deps: SessionsDeps): Sessions {
  const sessions = new Set<Session>();
  const bell = createBell();
  return {
    open: () => openSession(deps, sessions, bell.ring),
    occupied: async (signal) => {
      while (!signal.aborted && sessions.size === 0) await bell.heard(signal);
    },
    deserted: async (signal) => {
      while (!signal.aborted) {
        if (sessions.size > 0) await bell.heard(signal);
        else if (await isQuietFor(deps.sleep, bell, signal)) return;
      }
    },
    tell: (event) => {
      for (const { listener } of sessions) listener(event);
    },
    tellText: (text) => {
      for (const session of sessions) tellText(session, text);
    },
    watched: () => new Set([...sessions].flatMap(({ told }) => [...told.keys()])),
  };
}

/** True if no tab comes for a moment. */
async function isQuietFor(sleep: Sleep, bell: Bell, signal: AbortSignal): Promise<boolean> {
  let isOver = false;
  const over = async (stop: AbortSignal) => {
    await sleep(desertedMs, stop);
    isOver = true;
  };
  await firstOf(signal, [over, bell.heard]);
  return isOver;
}

function openSession(deps: SessionsDeps, sessions: Set<Session>, changed: () => void): EngineApi {
  let session: Session | null = null;
  return {
    hello: async ({ protocol, account, tabLock }, listener) => {
      if (protocol !== engineProtocol || account !== deps.account) return { type: 'refused' };
      await deps.alive;
      const own: Session = { listener, told: new Map() };
      session = own;
      sessions.add(own);
      changed();
      // Granted when the tab is gone.
      void deps.locks.request(tabLock, { mode: 'shared' }, () => {
        sessions.delete(own);
        changed();
        deps.tabGone();
      });
      for (const event of deps.greetings()) listener(event);
      return { type: 'welcome' };
    },
    changed: deps.changed,
    nudge: deps.nudge,
    watch: (call) => {
      if (session === null) return;
      session.told.set(call, 0);
      const text = deps.textOf(call);
      if (text !== null) tellText(session, text);
    },
    unwatch: (call) => {
      session?.told.delete(call);
    },
    ping: () => {},
  };
}

function tellText(session: Session, { call, text, state }: LiveText): void {
  const from = session.told.get(call);
  if (from === undefined) return;
  session.told.set(call, Math.max(from, text.length));
  session.listener({ type: 'text', call, from, text: text.slice(from), state });
}
