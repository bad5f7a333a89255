import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { CallState } from '../../shared/protocol/feed.ts';

/** What one feed hears. It must not wait, and must not throw. */
export type HubListener = {
  /** Rows or settled changes of this person are new in the store. */
  readonly rows: () => void;
  /** Text of a call that is durable already (L4). */
  readonly text: (call: CallId, offset: number, text: string) => void;
  readonly call: (call: CallId, state: CallState) => void;
  readonly bell: () => void;
};

/** Passes on, within this process, what has become durable. It keeps nothing: who was not there reads the store. */
export type FeedHub = {
  readonly listen: (account: AccountId, listener: HubListener) => () => void;
  readonly rowsChanged: (accounts: Iterable<AccountId>) => void;
  readonly text: (account: AccountId, call: CallId, offset: number, text: string) => void;
  readonly call: (account: AccountId, call: CallId, state: CallState) => void;
  /** A place became free, for anybody. */
  readonly bell: () => void;
};

export function createHub(): FeedHub {
  const listeners = new Map<AccountId, Set<HubListener>>();
  const of = (account: AccountId): Iterable<HubListener> => listeners.get(account) ?? [];
  return {
    listen: (account, listener) => {
      const mine = listeners.get(account) ?? new Set();
      listeners.set(account, mine.add(listener));
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(account);
      };
    },
    rowsChanged: (accounts) => {
      for (const account of accounts) for (const listener of of(account)) listener.rows();
    },
    text: (account, call, offset, text) => {
      for (const listener of of(account)) listener.text(call, offset, text);
    },
    call: (account, call, state) => {
      for (const listener of of(account)) listener.call(call, state);
    },
    bell: () => {
      for (const mine of listeners.values()) for (const listener of mine) listener.bell();
    },
  };
}
