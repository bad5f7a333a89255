import { type SourceFile, withoutComments } from './source-files.ts';

const title = /\b(?:it|test|describe)(?:\.\w+)*\s*(?:\([^'"`()]*\)\s*)?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
const eachTitle = /\]\s*(?:as const\s*)?\)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
const citation = /\[([A-Z]\d+(?:\s*,\s*[A-Z]\d+)*)\]/g;

/** The titles of a test file's tests and groups, those of tables (`test.each`) included. */
export function titlesOf(file: SourceFile): readonly string[] {
  const code = withoutComments(file.text);
  return [...code.matchAll(title), ...code.matchAll(eachTitle)].map((match) => match[2] ?? '');
}

/** The promises that a title cites: `[J4] …`, `[J4, L1] …`. */
export function citedIn(text: string): readonly string[] {
  return [...text.matchAll(citation)].flatMap(([, ids = '']) => ids.split(',').map((id) => id.trim()));
}
