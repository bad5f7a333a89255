import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { maxDocumentSourceBytes, maxSourceBytes, maxSources } from '../../shared/recipes/sources.ts';

/** What counts of a source against its document's limits. */
type Sized = { readonly title: string; readonly text: string };

/** Why sources do not fit into a document. Sizes are bytes in UTF-8, of title and text together. */
export type SourceLimit =
  | { readonly type: 'too_many_sources'; readonly there: number; readonly adding: number; readonly max: number }
  | { readonly type: 'sources_too_large'; readonly bytes: number; readonly maxBytes: number }
  | { readonly type: 'source_too_large'; readonly title: string; readonly bytes: number; readonly maxBytes: number };

const encoder = new TextEncoder();

/** Bytes of a source in UTF-8. */
export const sourceBytes = ({ title, text }: Sized): number => encoder.encode(title).length + encoder.encode(text).length;

const bytesOf = (sources: readonly Sized[]): number => sources.reduce((sum, source) => sum + sourceBytes(source), 0);

/** Whether these can join those that are there. */
export function fitsInto(there: readonly Sized[], adding: readonly Sized[]): Result<void, SourceLimit> {
  const count = there.length + adding.length;
  if (count > maxSources) return err({ type: 'too_many_sources', there: there.length, adding: adding.length, max: maxSources });
  for (const source of adding) {
    const bytes = sourceBytes(source);
    if (bytes > maxSourceBytes) return err({ type: 'source_too_large', title: source.title, bytes, maxBytes: maxSourceBytes });
  }
  const bytes = bytesOf(there) + bytesOf(adding);
  if (bytes > maxDocumentSourceBytes) return err({ type: 'sources_too_large', bytes, maxBytes: maxDocumentSourceBytes });
  return ok(undefined);
}
