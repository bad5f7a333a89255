import type { NewSource } from '../../ports.ts';

/** What was found in pasted text. */
export type Parsed =
  | { readonly type: 'nothing' }
  /** The text as it is: one source, whose title and kind the person says. */
  | { readonly type: 'text'; readonly text: string; readonly title: string }
  /** What `gh pr list --json …` prints: one source a pull request; `without`: entries that had nothing to read. */
  | { readonly type: 'pull-requests'; readonly sources: readonly NewSource[]; readonly without: number };

const maxTitleChars = 80;

/** Reads what a person pasted: a JSON array of pull requests becomes one source each, anything else is one text. */
export function parsePasted(pasted: string): Parsed {
  const text = pasted.replace(/^\uFEFF/, '').trim();
  if (text === '') return { type: 'nothing' };
  const entries = text.startsWith('[') ? parseArray(text) : null;
  if (entries === null || entries.length === 0 || !entries.every(isPullRequest)) {
    return { type: 'text', text, title: titleOf(text) };
  }
  const sources = entries.flatMap(toSource);
  return { type: 'pull-requests', sources, without: entries.length - sources.length };
}

function parseArray(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

type PullRequest = { readonly title: string; readonly [field: string]: unknown };

const isPullRequest = (entry: unknown): entry is PullRequest =>
  typeof entry === 'object' && entry !== null && 'title' in entry && typeof entry.title === 'string';

function toSource(entry: PullRequest): readonly NewSource[] {
  const body = stringIn(entry, 'body').trim();
  const number = typeof entry['number'] === 'number' ? `#${entry['number']} ` : '';
  const title = `${number}${entry.title.trim()}`.slice(0, 500);
  if (title === '' && body === '') return [];
  const date = stringIn(entry, 'mergedAt') || stringIn(entry, 'createdAt');
  return [
    {
      title,
      text: body === '' ? entry.title : body,
      role: 'evidence',
      type: 'PR_AUTHORED',
      date: /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 40) : null,
      author: authorOf(entry['author']),
      url: stringIn(entry, 'url').slice(0, 2_000),
    },
  ];
}

function stringIn(entry: PullRequest, field: string): string {
  const value = entry[field];
  return typeof value === 'string' ? value : '';
}

function authorOf(author: unknown): string {
  const login = typeof author === 'object' && author !== null && 'login' in author ? author.login : author;
  return typeof login === 'string' ? login.slice(0, 200) : '';
}

/** A title for a text that has none: its first line, without the signs of a heading or a list. */
function titleOf(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  const plain = line.replace(/^[#>*\-\s]+/, '').trim();
  return plain.length <= maxTitleChars ? plain : `${plain.slice(0, maxTitleChars - 1).trimEnd()}…`;
}
