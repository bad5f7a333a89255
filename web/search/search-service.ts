import type { Document } from '../../shared/records/records.ts';
import type { SearchAnswer } from '../ports.ts';
import { matchingLine } from './matching-line.ts';
import { createSearchIndex, type Indexed } from './search-index.ts';

/** Where the documents and their texts are: the device's copy. */
export type SearchedTexts = {
  readonly watchDocuments: (listener: (documents: readonly Document[]) => void) => () => void;
  readonly readTexts: (documents: readonly Document[]) => Promise<readonly Indexed[]>;
  readonly readBlocks: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

export type SearchService = {
  readonly find: (query: string, limit: number) => Promise<SearchAnswer>;
  /** Follows the documents until the signal aborts. */
  readonly run: (signal: AbortSignal, changed: () => void) => Promise<void>;
};

/** So many documents are read at a time: a search that is asked meanwhile is answered between two of them. */
const readAtOnce = 20;

/**
 * Keeps an index beside the device's copy. Whatever changes in a document touches the time of its last change, so the documents' own
 * rows say which of them to read again.
 */
export function createSearchService(texts: SearchedTexts): SearchService {
  const index = createSearchIndex();
  const known = new Map<string, Document>();
  let wanted: readonly Document[] | null = null;
  let isComplete = false;

  const takeIn = async (documents: readonly Document[]): Promise<void> => {
    for (const { id, ...rest } of await texts.readTexts(documents)) index.put({ id, ...rest });
    for (const document of documents) known.set(document.id, document);
  };
  const follow = async (documents: readonly Document[], changed: () => void): Promise<void> => {
    const there = new Set(documents.map(({ id }) => String(id)));
    for (const id of [...known.keys()].filter((each) => !there.has(each))) {
      index.remove(id);
      known.delete(id);
    }
    const stale: Document[] = [];
    for (const document of documents) {
      if (isNews(known.get(document.id), document)) stale.push(document);
      else known.set(document.id, document);
    }
    for (let at = 0; at < stale.length && wanted === null; at += readAtOnce) await takeIn(stale.slice(at, at + readAtOnce));
    if (wanted === null) isComplete = true;
    changed();
  };
  return {
    find: async (query, limit) => {
      const { found, words } = index.find(query, limit);
      const said = await texts.readBlocks(found.flatMap(({ block }) => block ?? []));
      const hits = found.flatMap(({ document, block }) => {
        const row = known.get(document);
        return row ? [{ document: row, line: block === null ? null : matchingLine(said.get(block) ?? '', words) }] : [];
      });
      return { hits, words, isComplete };
    },
    run: async (signal, changed) => {
      let wake = () => {};
      const stop = texts.watchDocuments((documents) => {
        wanted = documents;
        wake();
      });
      signal.addEventListener('abort', () => wake(), { once: true });
      while (!signal.aborted) {
        const documents = wanted;
        wanted = null;
        if (documents !== null) await follow(documents, changed);
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      stop();
    },
  };
}

const isNews = (before: Document | undefined, now: Document): boolean =>
  before === undefined || before.changedAt !== now.changedAt || before.title !== now.title;
