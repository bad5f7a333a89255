import type { Programs } from '../../remote/programs-query.ts';

/* What the settings say about programs, tokens and the pages that may use them. */

export const scopeChoices = [
  { value: 'jobs:write', label: 'May read, start and steer jobs' },
  { value: 'jobs:read', label: 'May only read jobs' },
] as const;

export const tokensNote =
  'Scripts, browser extensions and other programs start and follow jobs over the HTTP API. Each shows a token that you make here. Give every program its own, so that you can revoke one without the others.';
export const shownOnce = 'This is shown once. Copy it to where the program finds it; only a fingerprint of it is kept here.';
export const originsNote =
  'Pages elsewhere and browser extensions reach this server only from the origins listed here. They need a token as well.';
export const unreachable = 'The server has not answered. Nothing was changed; try again when it is reachable.';
export const revokeNote = 'The program that shows it is locked out at once.';

/** Why a token was not made, or an origin not added. */
export function refusedInWords(refused: Refused): string {
  switch (refused.type) {
    case 'too_many_tokens':
      return `There are ${refused.max} tokens already. Revoke one that is not used any more.`;
    case 'too_many_origins':
      return `There are ${refused.max} origins already. Remove one first.`;
    case 'not_an_origin':
      return 'That is not an origin. It looks like https://notes.example or chrome-extension://…, without a path.';
  }
}

type Answer = Awaited<ReturnType<Programs['makeToken'] | Programs['addOrigin']>>;
type Refused = Exclude<Answer, { readonly type: 'made' | 'added' }>;
