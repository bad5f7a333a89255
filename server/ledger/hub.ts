import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { CallState } from '../../shared/protocol/feed.ts';

/** Where the ledger tells whoever listens, after each commit. It waits for nobody; who missed something reads the store. */
export type Hub = {
  /** Durable text of a call, at its offset in UTF-16 code units (L4). */
  readonly text: (account: AccountId, call: CallId, offset: number, text: string) => void;
  readonly call: (account: AccountId, call: CallId, state: CallState) => void;
  /** A place became free: everybody who waits for a turn may ask again. */
  readonly bell: () => void;
};
