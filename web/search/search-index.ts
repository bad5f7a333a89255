import MiniSearch, { type SearchResult } from 'minisearch';
import { folded } from './folded.ts';

/** What the index knows of a document; `texts` are the blocks that say something. */
export type Indexed = {
  readonly id: string;
  readonly title: string;
  readonly texts: readonly { readonly id: string; readonly text: string }[];
};

/** A document that was found; `block`: the text that has the words best, null if only the title has them. */
export type Found = { readonly document: string; readonly block: string | null };
export type Findings = { readonly found: readonly Found[]; readonly words: readonly string[] };

/** All words of a person's documents, in memory. It knows neither where they come from nor what the lines around them are. */
export type SearchIndex = {
  /** Takes a document in, or takes it in anew. */
  readonly put: (document: Indexed) => void;
  readonly remove: (document: string) => void;
  readonly find: (query: string, limit: number) => Findings;
};

type Entry = { readonly id: string; readonly document: string; readonly title: string; readonly text: string };

/** An empty index. Each block is an entry under its document's title, so that a query may have words of both. */
export function createSearchIndex(): SearchIndex {
  const index = new MiniSearch<Entry>({
    fields: ['title', 'text'],
    storeFields: ['document'],
    processTerm: (term) => folded(term) || null,
    autoVacuum: { batchSize: 200, batchWait: 20, minDirtCount: 500, minDirtFactor: 0.2 },
  });
  const entries = new Map<string, readonly string[]>();
  const remove = (document: string) => {
    for (const id of entries.get(document) ?? []) index.discard(id);
    entries.delete(document);
  };
  return {
    put: ({ id, title, texts }) => {
      remove(id);
      const own = [{ id: `title ${id}`, text: '' }, ...texts].map((entry) => ({ ...entry, title, document: id }));
      index.addAll(own);
      entries.set(
        id,
        own.map((entry) => entry.id),
      );
    },
    remove,
    find: (query, limit) => {
      const words = wordsIn(query);
      if (words === 0) return { found: [], words: [] };
      const exact = index.search(query, searching);
      return bestOf(exact.length > 0 ? exact : index.search(query, { ...searching, fuzzy: slip }), limit);
    },
  };
}

/** Every word must be there; the last one may still be being typed. */
const searching = {
  combineWith: 'AND',
  boost: { title: 3 },
  prefix: (term: string, at: number, terms: string[]) => at === terms.length - 1 && term.length > 1,
} as const;

/** Only where nothing has the words themselves: one slip in a long word. */
const slip = (term: string): number => (term.length >= 5 ? 1 : 0);

const wordsIn = (query: string): number => query.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length;

/** The best entry of each document, the best document first; results come sorted. */
function bestOf(results: readonly SearchResult[], limit: number): Findings {
  const found = new Map<string, string | null>();
  const words = new Set<string>();
  for (const { id, document, match } of results) {
    const known = found.get(document);
    if (known === undefined && found.size === limit) continue;
    const inText = Object.values(match).some((fields) => fields.includes('text'));
    if (known === undefined || (known === null && inText)) {
      found.set(document, inText ? String(id) : null);
      for (const word of Object.keys(match)) words.add(word);
    }
  }
  return { found: [...found].map(([document, block]) => ({ document, block })), words: [...words] };
}
