import type { Connection } from '../../shared/device/connection.ts';
import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { CallState } from '../../shared/protocol/feed.ts';
import type { StorageHealth } from '../ports.ts';

/*
 * All that a tab may ask of the engine: plain values over one port, one callback a tab. A tab that has said hello hears every
 * connection and storage event, and the texts that it watches.
 */

/** Raised with every change of this file. */
export const engineProtocol = 1;

type Hello = {
  readonly protocol: number;
  readonly build: string;
  readonly account: AccountId;
  /** The lock that the tab holds while it is open. */
  readonly tabLock: string;
};

type HelloAnswer = { readonly type: 'welcome' } | { readonly type: 'refused' };

export type EngineEvent =
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'storage'; readonly health: StorageHealth }
  /** The call's text is what it was up to `from`, then `text`. */
  | { readonly type: 'text'; readonly call: CallId; readonly from: number; readonly text: string; readonly state: CallState };

export type EngineApi = {
  /** Comes first. Answered when the engine holds the lock by which its death is noticed. */
  readonly hello: (hello: Hello, listener: (event: EngineEvent) => void) => Promise<HelloAnswer>;
  /** A change was written. */
  readonly changed: () => void;
  /** There is reason to try the network at once. */
  readonly nudge: () => void;
  /** From now on the text of this call is told, what is there of it first. */
  readonly watch: (call: CallId) => void;
  readonly unwatch: (call: CallId) => void;
  readonly ping: () => void;
};
