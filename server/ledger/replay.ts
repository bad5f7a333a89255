import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { CallRow, Store } from '../store/store.ts';

export type Replay = { readonly call: CallRow; readonly text: string };

/**
 * A person's call with its logged text from an offset on, open or ended, failures too (L2, L4). What comes after it is on the hub, from
 * offset `call.chars` on. Null if there is none of that name, or if it is not theirs.
 */
export async function replay(store: Store, account: AccountId, id: CallId, from: number): Promise<Replay | null> {
  return store.transaction(async (tx) => {
    const call = await tx.calls.get(id);
    if (call === null || call.account !== account) return null;
    return { call, text: await tx.calls.text(id, from) };
  });
}
