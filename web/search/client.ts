import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Search, SearchAnswer } from '../ports.ts';
import workerUrl from './main.ts?worker&url';
import type { Question, Reply } from './messages.ts';

/** A subset of `Worker`. */
export type SearchWorker = {
  readonly postMessage: (question: Question) => void;
  readonly onReply: (listener: (reply: Reply) => void) => void;
};

/** Opens the worker that searches an account's copy. */
export function openSearchWorker(account: AccountId): SearchWorker {
  const worker = new Worker(workerUrl, { type: 'module', name: account });
  return {
    postMessage: (question) => worker.postMessage(question),
    onReply: (listener) => worker.addEventListener('message', (event: MessageEvent<Reply>) => listener(event.data)),
  };
}

/** What a search says whose answer is not wanted any more, or that the device could not read. */
const nothing: SearchAnswer = { hits: [], words: [], isComplete: false };

/** A tab's side of the search: opens the worker when it is first needed. */
export function createSearch(open: () => SearchWorker): Search {
  const listeners = new Set<() => void>();
  const asked = new Map<number, (answer: SearchAnswer) => void>();
  let worker: SearchWorker | null = null;
  let last = 0;
  const settle = (n: number, answer: SearchAnswer) => {
    asked.get(n)?.(answer);
    asked.delete(n);
  };
  const hear = (reply: Reply) => {
    switch (reply.type) {
      case 'answer':
        return settle(reply.n, reply.answer);
      case 'failed':
        return settle(reply.n, nothing);
      case 'changed':
        for (const listener of listeners) listener();
    }
  };
  const ready = (): SearchWorker => {
    if (worker === null) {
      worker = open();
      worker.onReply(hear);
    }
    return worker;
  };
  return {
    warm: () => void ready(),
    find: (query, limit) =>
      new Promise((resolve) => {
        last += 1;
        asked.set(last, resolve);
        ready().postMessage({ n: last, query, limit });
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
