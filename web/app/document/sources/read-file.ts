import { err, ok, type Result } from '../../../../shared/kernel/result.ts';
import { decodeText } from './decode-text.ts';
import type { FileFault } from './file-fault.ts';
import { entriesOf, readJson } from './json.ts';
import { arePullRequests, type PullRequest } from './pull-requests.ts';
import { readCsv, type Table, tableOf } from './table.ts';

/** What is in a file, or in what was pasted. */
export type Content =
  /** One text: its title and kind are the person's to say. */
  | { readonly type: 'text'; readonly title: string; readonly text: string }
  /** What `gh pr list --json …` prints. */
  | { readonly type: 'pull-requests'; readonly entries: readonly PullRequest[] }
  /** Somebody has to say what its columns are. */
  | { readonly type: 'table'; readonly table: Table };

export type FileRead = Result<Content, FileFault>;

/** Reads a file by the end of its name; what has another is read as text. */
export function readFile(name: string, bytes: Uint8Array): FileRead {
  if (bytes.length === 0) return err({ type: 'empty' });
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  if (/\.(csv|tsv)$/i.test(name)) return tableFrom(readCsv(text));
  if (/\.json$/i.test(name)) {
    const parsed = readJson(text);
    return parsed.ok ? contentOf(parsed.value) : parsed;
  }
  return ok({ type: 'text', title: titleOf(name.replace(/\.[^.]*$/, ''), text), text });
}

/** Reads what was pasted: JSON if it is whole, anything else as one text; null for nothing. */
export function readPasted(pasted: string): Content | null {
  const text = pasted.replace(/^\uFEFF/, '').trim();
  if (text === '') return null;
  const parsed = /^[[{]/.test(text) ? readJson(text) : null;
  const content = parsed?.ok ? contentOf(parsed.value) : null;
  return content?.ok ? content.value : { type: 'text', title: firstLine(text), text };
}

function contentOf(value: unknown): FileRead {
  const entries = entriesOf(value);
  if (entries === null) return err({ type: 'nothing' });
  return ok(arePullRequests(entries) ? { type: 'pull-requests', entries } : { type: 'table', table: tableOf(entries) });
}

const tableFrom = (read: Result<Table, FileFault>): FileRead => (read.ok ? ok({ type: 'table', table: read.value }) : read);

/** Markdown says its title itself; another text is called as its file is. */
const titleOf = (name: string, text: string): string => {
  const heading = /^#\s+(.+)$/m.exec(text.slice(0, 2_000))?.[1];
  return (heading ?? name).trim().slice(0, 500);
};

const maxTitleChars = 80;

/** A title for a text that has none: its first line, without the signs of a heading or a list. */
function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  const plain = line.replace(/^[#>*\-\s]+/, '').trim();
  return plain.length <= maxTitleChars ? plain : `${plain.slice(0, maxTitleChars - 1).trimEnd()}…`;
}
