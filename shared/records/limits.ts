/** The longest title of a document, a source or a project, in UTF-16 code units. */
export const maxTitleChars = 500;

/** The longest text of a block, in UTF-16 code units. */
export const maxTextChars = 1_000_000;
