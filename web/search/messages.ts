import type { SearchAnswer } from '../ports.ts';

/** What a tab asks the search worker; `n` names the question in its answer. */
export type Question = { readonly n: number; readonly query: string; readonly limit: number };

/** What the worker says: an answer, or that another one may be had. */
export type Reply =
  | { readonly type: 'answer'; readonly n: number; readonly answer: SearchAnswer }
  | { readonly type: 'failed'; readonly n: number }
  | { readonly type: 'changed' };
