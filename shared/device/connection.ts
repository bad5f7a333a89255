import type { Millis } from '../kernel/time.ts';

/** How this device stands to the server. */
export type Connection =
  | { readonly type: 'connecting' }
  /** `serverNow`: the server's time at the moment at which this is said. */
  | { readonly type: 'online'; readonly serverNow: Millis }
  /** `retryAt`: the server's time, as far as it is known, of the next try. */
  | { readonly type: 'unreachable'; readonly retryAt: Millis }
  | { readonly type: 'refused'; readonly reason: 'signed_out' | 'wrong_account' | 'too_old' };

export type ConnectionState = {
  readonly get: () => Connection;
  readonly set: (connection: Connection) => void;
  /** Calls back at each change; returns the way to stop. */
  readonly subscribe: (listener: (connection: Connection) => void) => () => void;
};

export function createConnectionState(): ConnectionState {
  const listeners = new Set<(connection: Connection) => void>();
  let connection: Connection = { type: 'connecting' };
  return {
    get: () => connection,
    set: (next) => {
      connection = next;
      for (const listener of listeners) listener(next);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
