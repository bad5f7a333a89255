/*
 * What a page needs to know of the kinds of work in order to ask for them: their names, versions and titles. Apart from the recipes,
 * because whoever only asks for a job neither checks its brief nor builds its requests.
 */

/** A kind of work and the version of its recipe. */
export type Kind = { readonly kind: string; readonly version: number };

export const blockGenerateKind = { kind: 'block.generate', version: 1 } as const satisfies Kind;
export const blockRefineKind = { kind: 'block.refine', version: 1 } as const satisfies Kind;
export const blockAnalyzeKind = { kind: 'block.analyze', version: 1 } as const satisfies Kind;
export const documentGenerateKind = { kind: 'document.generate', version: 1 } as const satisfies Kind;

export const maxFeedbackChars = 20_000;

const titleBegins = 'Refine: ';

/** What a refining job is called: its feedback in a line. */
export const refineTitle = (feedback: string): string =>
  `${titleBegins}${feedback.trim().split('\n', 1)[0]?.slice(0, 120).trim() ?? ''}`;

/** The beginning of the feedback, as far as a job's title tells it. */
export const feedbackInTitle = (title: string): string =>
  title.startsWith(titleBegins) ? title.slice(titleBegins.length) : title;
