/**
 * What the server tells whoever runs it. Two levels: `info` is a change of state (id, from, to), `error` means that somebody must
 * look. Never the text of a document, never a key.
 */
export type Log = {
  readonly info: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

/** The test twin of `Log`: keeps what it was told. */
export function testLog(): Log & { readonly infos: object[]; readonly errors: object[] } {
  const infos: object[] = [];
  const errors: object[] = [];
  return { infos, errors, info: (fields) => infos.push(fields), error: (fields) => errors.push(fields) };
}
