import { z } from 'zod/mini';
import { estimateTokens } from './model-request.ts';

/** Limits of a brief, checked before a job is accepted (J2). */
export const maxBriefBytes = 4 * 1024 * 1024;
export const maxSourceBytes = 1024 * 1024;
export const maxSources = 5_000;
/** Titles and texts of all sources of a document together, in UTF-8. */
export const maxDocumentSourceBytes = 50 * 1024 * 1024;
export const maxPromptChars = 200_000;

export const sourceRoles = ['evidence', 'goal', 'review', 'note'] as const;
export type SourceRole = (typeof sourceRoles)[number];

/** One piece of evidence as a brief carries it: a frozen copy, so that a later edit changes no job. */
export const briefSourceSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(120)),
  title: z.string().check(z.maxLength(500)),
  text: z.string().check(z.maxLength(maxSourceBytes)),
  role: z.enum(sourceRoles),
  type: z.string().check(z.maxLength(80)),
  /** ISO 8601 date or date-time; null when undated. */
  date: z.nullable(z.string().check(z.maxLength(40))),
  author: z.string().check(z.maxLength(200)),
  url: z.string().check(z.maxLength(2_000)),
});
export type BriefSource = Readonly<z.infer<typeof briefSourceSchema>>;

const headings: Record<SourceRole, string> = {
  evidence: 'Evidence',
  goal: 'Goals',
  review: 'Reviews',
  note: 'Notes',
};

/**
 * The evidence as the model reads it: Markdown, one `#` heading a role, one `##` heading a source with its facts on the line below.
 * The same for the same sources, so that the provider's prompt cache can hold it.
 */
export function sourcesAsMarkdown(sources: readonly BriefSource[]): string {
  return sourceRoles
    .map((role) => ({ role, of: sources.filter((source) => source.role === role) }))
    .filter(({ of }) => of.length > 0)
    .map(({ role, of }) => `# ${headings[role]}\n\n${of.map(sourceAsMarkdown).join('\n\n')}`)
    .join('\n\n');
}

function sourceAsMarkdown(source: BriefSource): string {
  const facts = [source.type, source.date, source.author, source.url].filter((fact) => fact !== null && fact !== '');
  const lines = [`## ${source.title || 'Untitled'}`];
  if (facts.length > 0) lines.push(facts.join(' · '));
  return `${lines.join('\n')}\n\n${source.text.trim()}`;
}

/** The largest sources, fewest first, without which `excessTokens` fewer tokens are sent; all of them if that is not enough. */
export function sourcesToDrop(sources: readonly BriefSource[], excessTokens: number): readonly BriefSource[] {
  const bySize = sources
    .map((source) => ({ source, tokens: estimateTokens(sourceAsMarkdown(source)) }))
    .toSorted((a, b) => b.tokens - a.tokens);
  const dropped: BriefSource[] = [];
  let saved = 0;
  for (const { source, tokens } of bySize) {
    if (saved >= excessTokens) break;
    dropped.push(source);
    saved += tokens;
  }
  return dropped;
}
