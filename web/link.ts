import type { Sleep } from '../shared/kernel/time.ts';
import type { LinkTrouble } from './app/link/link-words.ts';
import type { Sessions } from './remote/session.ts';
import type { Database } from './store/database.ts';
import type { Meta } from './store/meta.ts';
import { allSent } from './store/unsent.ts';

export type LinkDeps = {
  /** The secret of the link. */
  readonly link: string;
  /** This browser's copy of its own account. */
  readonly database: Database;
  /** Keeps an engine that sends what that copy has not sent yet, until the signal aborts. */
  readonly send: (signal: AbortSignal) => void;
  readonly sessions: Sessions;
  readonly meta: Pick<Meta, 'setAccount'>;
  readonly sleep: Sleep;
  /** Opens the library anew. */
  readonly open: () => void;
};

/** How long what is not sent yet is waited for. */
const sendLimitMs = 20_000;

/** What a person may answer. Null once the page is being left. */
export type LinkAnswers = {
  /** Moves the documents, everything that is not sent yet among them, and signs in. */
  readonly move: () => Promise<LinkTrouble | null>;
  /** Signs in without them. */
  readonly leave: () => Promise<LinkTrouble | null>;
};

/** Answers for a link of another account in a browser that has documents. Only what is at the server can be moved: so it is sent first. */
export const linkAnswers = (deps: LinkDeps): LinkAnswers => ({
  move: async () => {
    const unsent = await sendAll(deps);
    if (unsent > 0) return { type: 'unsent', changes: unsent };
    const moved = await deps.sessions.moveBy(deps.link);
    return moved.type === 'moved' ? signIn(deps) : moved;
  },
  leave: () => signIn(deps),
});

async function sendAll({ database, send, sleep }: LinkDeps): Promise<number> {
  const life = new AbortController();
  const answered = new AbortController();
  send(life.signal);
  sleep(sendLimitMs, life.signal).then(
    () => answered.abort(),
    () => {},
  );
  const unsent = await allSent(database, answered.signal);
  life.abort();
  return unsent;
}

async function signIn({ sessions, meta, link, open }: LinkDeps): Promise<LinkTrouble | null> {
  const answer = await sessions.redeem(link);
  if (answer.type !== 'signed_in') return { type: answer.type };
  await meta.setAccount(answer.account);
  open();
  return null;
}
