import { err, ok, type Result } from '../../../../shared/kernel/result.ts';
import type { FileFault } from './file-fault.ts';
import { isObject, lineAt } from './table.ts';

/** Reads JSON, or says where it ends too early or goes wrong. */
export function readJson(text: string): Result<unknown, FileFault> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(faultOf(text.trimEnd()));
  }
}

/** The list of entries in it: itself, the one list in an object around it, or a single entry. Null if there is none. */
export function entriesOf(value: unknown): readonly Readonly<Record<string, unknown>>[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isObject) ? value : null;
  if (!isObject(value)) return null;
  const lists = Object.values(value).filter(Array.isArray);
  const [only] = lists;
  return lists.length === 1 && only !== undefined && only.length > 0 && only.every(isObject) ? only : [value];
}

const token = /\s+|"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}:,]/y;

/** The first place where something stands that may not: browsers tell it in words of their own, or not at all. */
function faultOf(text: string): FileFault {
  let [at, depth, before] = [0, 0, ''];
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) return isBegun(text.slice(at)) ? cutOff(text) : notJson(text, at);
    if (found.trim() !== '') {
      if (!mayFollow(before, found)) return notJson(text, at);
      depth += opens.test(found) ? 1 : closes.test(found) ? -1 : 0;
      before = found;
    }
    at += found.length;
  }
  return depth > 0 ? cutOff(text) : { type: 'not_json', line: null };
}

const opens = /^[[{]/;
const closes = /^[\]}]/;

/** Between two values a comma or colon stands, and after a comma a value. */
function mayFollow(before: string, found: string): boolean {
  const isBetween = (sign: string) => sign === ',' || sign === ':';
  if (before === '' || opens.test(before)) return !isBetween(found);
  if (isBetween(before)) return !isBetween(found) && !closes.test(found);
  return isBetween(found) || closes.test(found);
}

/** What is left is the beginning of a text or a word, and nothing ends it. */
const isBegun = (rest: string): boolean =>
  /^"(?:[^"\\]|\\.)*\\?$/s.test(rest) || /^(?:-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/.test(rest);

const cutOff = (text: string): FileFault => ({
  type: 'cut_off',
  line: lineAt(text, text.length),
  byte: new TextEncoder().encode(text).length,
});
const notJson = (text: string, at: number): FileFault => ({ type: 'not_json', line: lineAt(text, at) });
