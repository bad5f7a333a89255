import type { AccountId, CallId, JobId } from '../../shared/kernel/brand.ts';
import type { CallRow } from '../store/store.ts';

/** A call that this process runs, or is about to run once its claim is committed. */
export type OpenCall = {
  readonly id: CallId;
  readonly account: AccountId;
  readonly job: JobId;
  readonly model: string;
  /** Closes the socket to the provider. Nobody but cancel, a lost ownership and the end of the process does that (L5). */
  readonly socket: AbortController;
  /** Text that came from the provider and is not in the log yet. */
  pending: string;
  /** Length of the logged text in UTF-16 code units. */
  logged: number;
  /** Set when our own process gives the call up: it then ends as lost, whatever the model says (L7). */
  isGivenUp: boolean;
};

/** The calls of this process, by name. What it does not know: the store. */
export type OpenCalls = {
  readonly add: (row: CallRow, model: string) => OpenCall;
  readonly remove: (id: CallId) => void;
  readonly has: (id: CallId) => boolean;
  readonly all: () => readonly OpenCall[];
  /** Resolves when none is left. */
  readonly none: () => Promise<void>;
};

export function createOpenCalls(): OpenCalls {
  const calls = new Map<CallId, OpenCall>();
  let empty = Promise.withResolvers<void>();
  empty.resolve();
  return {
    add: (row, model) => {
      const { id, account, job } = row;
      const call = { id, account, job, model, socket: new AbortController(), pending: '', logged: row.chars, isGivenUp: false };
      if (calls.size === 0) empty = Promise.withResolvers<void>();
      calls.set(id, call);
      return call;
    },
    remove: (id) => {
      if (calls.delete(id) && calls.size === 0) empty.resolve();
    },
    has: (id) => calls.has(id),
    all: () => [...calls.values()],
    none: () => empty.promise,
  };
}
