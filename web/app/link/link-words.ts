import { counted } from '../numbers.ts';

/** How an answer of a person to the question about their documents can fail. */
export type LinkTrouble =
  | { readonly type: 'unsent'; readonly changes: number }
  | { readonly type: 'at_work'; readonly jobs: number }
  | { readonly type: 'signed_out' | 'link_refused' | 'unreachable' };

/** What stands in the way, and what to do. */
export function linkTroubleInWords(trouble: LinkTrouble): string {
  switch (trouble.type) {
    case 'unsent':
      return `${counted(trouble.changes, 'change has', 'changes have')} not reached the server yet, so nothing was moved. See that it can be reached, then try again.`;
    case 'at_work':
      return `${counted(trouble.jobs, 'job is', 'jobs are')} still at work in these documents, so nothing was moved. Try again once ${trouble.jobs === 1 ? 'it has ended, or go back and cancel it' : 'they have ended, or go back and cancel them'}.`;
    case 'signed_out':
      return 'This browser is signed out of the account that has these documents, so they cannot be moved. They stay in this browser.';
    case 'link_refused':
      return 'This link was used before, or is older than 15 minutes. Run npm run link again, and open the new one.';
    case 'unreachable':
      return 'The server does not answer, so nothing was moved. Try again in a while.';
  }
}
