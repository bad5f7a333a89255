import { isEnded, type Job, jobUsage } from '../../../../shared/engine/job.ts';
import { blockAnalyzeKind } from '../../../../shared/recipes/kinds.ts';
import type { AnalysisPart, Source } from '../../../../shared/records/records.ts';
import type { ThreadEntry } from '../../../store/thread.ts';
import { jobCost } from '../../jobs/job-cost.ts';
import { priceInWords, usageInWords } from '../../money-words.ts';
import { durationInWords } from '../../numbers.ts';

/** The parts of an analysis in the order in which they are read, under their headings. */
export const partGroups = [
  { kind: 'theme', heading: 'Themes' },
  { kind: 'strength', heading: 'Strengths' },
  { kind: 'gap', heading: 'Gaps' },
  { kind: 'quote', heading: 'Quotes' },
] as const satisfies readonly { readonly kind: AnalysisPart['kind']; readonly heading: string }[];

/** What a result took: `Demo model · 12 s · 1,150 tokens in, 54 out · free`. All but the model is known as long as the job is kept. */
export function tookInWords(model: string, job: Job | null): string {
  if (job?.status !== 'completed') return model;
  const took = job.startedAt === null ? [] : [durationInWords(Math.max(1_000, job.endedAt - job.startedAt))];
  return [model, ...took, usageInWords(jobUsage(job)), priceInWords(jobCost(job), job.model)].join(' · ');
}

/** What came of the newest entry, for who cannot see it; empty while nothing was asked. */
export function newsInWords(entry: ThreadEntry | undefined): string {
  if (entry === undefined) return '';
  const what = entry.type === 'refine' ? 'The new text' : 'The analysis';
  const isDone = entry.type === 'refine' ? entry.revision !== null : entry.analysis !== null;
  if (isDone) return `${what} is ready.`;
  if (entry.job?.status === 'failed') return `${what} could not be made.`;
  if (entry.job?.status === 'cancelled') return 'Cancelled.';
  return `${what} is being made.`;
}

/** True while an analysis is under way. */
export const isAnalyzing = (thread: readonly ThreadEntry[]): boolean =>
  thread.some(({ job }) => job !== null && job.kind === blockAnalyzeKind.kind && !isEnded(job));

/** A part as it stands in a text, in Markdown. A quote names its source, with a link where there is one. */
export function partAsMarkdown(part: AnalysisPart, source: Source | undefined): string {
  switch (part.kind) {
    case 'theme':
      return `**${part.title}**: ${part.text}`;
    case 'strength':
    case 'gap':
      return part.text;
    case 'quote':
      return [...part.text.split('\n').map((line) => `> ${line}`), ...cited(part.sources[0]?.title, source)].join('\n');
  }
}

function cited(title: string | undefined, source: Source | undefined): readonly string[] {
  if (title === undefined) return [];
  const name = (title || 'Untitled').replace(/[[\]\\]/g, '\\$&');
  const url = source?.url ?? '';
  return ['>', /^https?:\/\/[^\s()<>]+$/.test(url) ? `> — [${name}](${url})` : `> — ${name}`];
}
