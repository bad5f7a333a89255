/** What tells whether two sources are the same. */
type Compared = { readonly title: string; readonly text: string; readonly url: string };

/** The places of those that are there already, or came earlier in the same list: the same link, or the same title and text. */
export function findDuplicates(there: readonly Compared[], coming: readonly Compared[]): ReadonlySet<number> {
  const links = new Set(there.map(({ url }) => url).filter(Boolean));
  const texts = new Set(there.map(keyOf));
  const found = new Set<number>();
  for (const [at, source] of coming.entries()) {
    if ((source.url !== '' && links.has(source.url)) || texts.has(keyOf(source))) found.add(at);
    if (source.url !== '') links.add(source.url);
    texts.add(keyOf(source));
  }
  return found;
}

const keyOf = ({ title, text }: Compared): string => `${title.trim()}\n${text.trim()}`;
