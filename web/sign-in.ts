import type { AccountId } from '../shared/kernel/brand.ts';
import type { BootDeps } from './boot.ts';
import type { SignIn } from './ports.ts';

export type SignInDeps = BootDeps & {
  /** Whose copy this tab shows. */
  readonly account: AccountId;
  /** There is a session again. */
  readonly renewed: () => void;
  /** This browser has another account now: the page must be opened anew. */
  readonly moved: () => void;
  /** Opens a page of the app anew. */
  readonly open: (path: string) => void;
};

/** Gets a session anew for the account that this tab shows, and never for another without its page being opened anew. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { meta, sessions, newId, account } = deps;
  const signedIn = async (as: AccountId) => {
    await meta.setAccount(as);
    if (as === account) deps.renewed();
    else deps.moved();
    return { type: 'signed_in' } as const;
  };
  return {
    again: async () => {
      const answer = await sessions.start({ known: account, key: await meta.startKey(newId() + newId()) });
      if (answer.type === 'signed_in') return signedIn(answer.account);
      return { type: answer.type === 'unreachable' ? 'unreachable' : 'needs_link' };
    },
    byLink: async (pasted) => {
      const secret = secretIn(pasted);
      if (secret === null) return { type: 'not_a_link' };
      const led = await sessions.lookAt(secret);
      if (led.type !== 'leads_to') return led;
      if (led.account !== account) {
        deps.open(`/link#${secret}`);
        return { type: 'another_account' };
      }
      const answer = await sessions.redeem(secret);
      if (answer.type === 'signed_in') return signedIn(answer.account);
      return { type: answer.type === 'unreachable' ? 'unreachable' : 'link_refused' };
    },
  };
}

/** The secret of a link as a person copies it, whatever address it was printed with; null if there is none in it. */
const secretIn = (pasted: string): string | null => /\/link#([\w-]+)\s*$/.exec(pasted)?.[1] ?? null;
