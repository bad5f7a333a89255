import type { Connection } from '../../shared/device/connection.ts';
import type { LiveText } from '../../shared/device/live-texts.ts';
import type { CallId } from '../../shared/kernel/brand.ts';
import type { EngineClient, StorageHealth } from '../ports.ts';
import type { EngineApi, EngineEvent } from './api.ts';

/** What a connected engine is asked for; its calls settle or fail by themselves (see life). */
type EngineLine = Pick<EngineApi, 'changed' | 'nudge' | 'watch' | 'unwatch'>;

/** The engine for the screens of one tab, whatever worker is behind it at the moment. */
export type TabEngine = EngineClient & {
  readonly hear: (event: EngineEvent) => void;
  /** A worker answers from now on: it is told what this tab watches. Null: none does. */
  readonly connected: (line: EngineLine | null) => void;
  /** How the tab's own last write went: one that failed, or found no room, is told until another succeeds, whatever the engine can write. */
  readonly stored: (health: StorageHealth) => void;
};

type Watch = { readonly listeners: Set<(text: LiveText) => void>; text: LiveText | null };

export function createTabEngine(): TabEngine {
  const watches = new Map<CallId, Watch>();
  const connection = createTold<Connection>({ type: 'connecting' });
  const storage = createTold<StorageHealth>({ type: 'ok' });
  let line: EngineLine | null = null;
  let hasNews = false;
  let own: StorageHealth = { type: 'ok' };
  /** What the engine could write says nothing of this tab's database, nor that there is room for more: a tab that is full tries that itself. */
  const heardHealth = (health: StorageHealth): StorageHealth => {
    if (own.type === 'failed') return own;
    return health.type === 'ok' && storage.get().type === 'full' ? storage.get() : health;
  };
  return {
    changed: () => {
      if (line === null) hasNews = true;
      else line.changed();
    },
    nudge: () => line?.nudge(),
    connection: connection.get,
    onConnection: connection.subscribe,
    storage: storage.get,
    onStorage: storage.subscribe,
    onText: (call, listener) => {
      const watch = watches.get(call) ?? { listeners: new Set(), text: null };
      watch.listeners.add(listener);
      if (watch.text !== null) listener(watch.text);
      if (!watches.has(call)) {
        watches.set(call, watch);
        line?.watch(call);
      }
      return () => {
        watch.listeners.delete(listener);
        if (watch.listeners.size > 0 || watches.get(call) !== watch) return;
        watches.delete(call);
        line?.unwatch(call);
      };
    },
    hear: (event) => {
      if (event.type === 'connection') connection.set(event.connection);
      else if (event.type === 'storage') storage.set(heardHealth(event.health));
      else if (!hearText(watches.get(event.call), event)) line?.watch(event.call);
    },
    connected: (next) => {
      line = next;
      for (const call of watches.keys()) next?.watch(call);
      if (hasNews) next?.changed();
      hasNews = next === null && hasNews;
    },
    stored: (health) => {
      const findsRoom = storage.get().type === 'full' && health.type === 'ok';
      own = health;
      storage.set(health);
      // The engine waits longer each time that it finds none.
      if (findsRoom) line?.nudge();
    },
  };
}

/**
 * Takes in a piece of a call's text; false if what lies before it is not here. A text never gets shorter: a new engine may begin with
 * what was saved a second ago, and says the rest as it comes.
 */
function hearText(watch: Watch | undefined, event: Extract<EngineEvent, { type: 'text' }>): boolean {
  if (watch === undefined) return true;
  const known = watch.text?.text ?? '';
  if (event.from > known.length) return false;
  const next = known.slice(0, event.from) + event.text;
  watch.text = { call: event.call, text: next.length >= known.length ? next : known, state: event.state };
  for (const listener of watch.listeners) listener(watch.text);
  return true;
}

function createTold<T>(first: T) {
  const listeners = new Set<(value: T) => void>();
  let value = first;
  return {
    get: () => value,
    set: (next: T) => {
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe: (listener: (value: T) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
