import { registerHooks } from 'node:module';

/** One change to a source file of this process as it is loaded: the text to find, exactly once, and what takes its place. */
export type SourceEdit = { readonly file: string; readonly find: string; readonly put: string };

/**
 * Loads some source files changed; for the count of what `transition` was asked, and for bugs that are planted to be caught. To be
 * called before those files are imported; nothing on the disk changes.
 */
export function editSources(edits: readonly SourceEdit[]): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const own = edits.filter(({ file }) => url.endsWith(`/${file}`));
      if (own.length === 0) return loaded;
      return { ...loaded, source: own.reduce(edited, String(loaded.source)) };
    },
  });
}

/** A source with one more change. Throws where what is to be found is not there exactly once. */
export function edited(source: string, { file, find, put }: SourceEdit): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) throw new Error(`${file} holds ${pieces.length - 1} times what should be there once: ${find}`);
  return pieces.join(put);
}
