/** A document as it leaves the app: its title, and the texts of its blocks in reading order; blocks without a text are left out. */
export type WrittenDocument = { readonly title: string; readonly texts: readonly string[] };

/** The whole document as one Markdown text, its title as the first heading. */
export function documentAsMarkdown({ title, texts }: WrittenDocument): string {
  const heading = title.trim() === '' ? [] : [`# ${title.trim()}`];
  return `${[...heading, ...texts.map((text) => text.trim())].filter((part) => part !== '').join('\n\n')}\n`;
}

const maxNameChars = 80;

/** A file's name made of a title, such as `Review of the third quarter.md`; nothing in it is refused by any usual file system. */
export function fileNameOf(title: string): string {
  const plain = title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...plain]
    .slice(0, maxNameChars)
    .join('')
    .replace(/^\.+|[. ]+$/g, '')
    .trim();
  if (short === '') return 'Untitled.md';
  return `${isReserved(short) ? `${short} document` : short}.md`;
}

/** Names that Windows keeps for itself. */
const isReserved = (name: string): boolean => /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name);
