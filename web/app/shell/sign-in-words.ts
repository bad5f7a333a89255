import type { SignIn } from '../../ports.ts';

type LinkAnswer = Awaited<ReturnType<SignIn['byLink']>>['type'];

/** What became of a pasted link. */
export const linkInWords: Readonly<Record<LinkAnswer, string>> = {
  signed_in: 'You are signed in.',
  another_account: 'This link leads to another account. Opening it …',
  not_a_link: 'This is not a sign-in link. One looks like http://127.0.0.1:3000/link#… and is a single line.',
  link_refused: 'This link was used before, or is older than 15 minutes. Run npm run link again for a new one.',
  unreachable: 'The server does not answer. The link is still good; try again in a while.',
};
