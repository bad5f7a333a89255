import type { AnalysisAnswer } from '../../shared/recipes/analysis-answer.ts';
import { readAnalyzeTask } from '../../shared/recipes/block-analyze.ts';
import { type Finding, sentencesOf } from './demo-evidence.ts';

const some = 3;

/**
 * An analysis that only sorts what is there: its themes are the sources that fit best, its strengths the sentences of the text that
 * give a number or are the longest, its gaps what the sources say and the text does not. `found`: the sources' sentences that do not
 * stand in the task, those that fit best first.
 */
export function demoAnalysis(found: readonly Finding[], task: string): AnalysisAnswer {
  const own = sentencesOf(readAnalyzeTask(task));
  const firsts = firstOfEachSource(found);
  const themes = firsts
    .slice(0, some)
    .map(({ title, sentence }) => ({ title: title.slice(0, 200), text: sentence, sources: [title] }));
  const missing = firsts.slice(some, 2 * some);
  return {
    themes: themes.length > 0 ? themes : [{ title: 'The part itself', text: own[0] ?? nothingToRead, sources: [] }],
    strengths: mostExact(own).map((text) => ({ text, sources: [] })),
    gaps: missing.map(({ title, sentence }) => ({ text: `Not in the text: ${sentence}`, sources: [title] })),
    quotes: found.slice(0, some).map(({ title, sentence }) => ({ quote: sentence, source: title })),
  };
}

const nothingToRead = 'The demo model finds no whole sentence to read here.';

const mostExact = (sentences: readonly string[]): readonly string[] =>
  sentences.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, some);

const weightOf = (sentence: string): number => (/\d/.test(sentence) ? 1_000 : 0) + sentence.length;

function firstOfEachSource(found: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return found.filter(({ title }) => title !== '' && !seen.has(title) && seen.add(title));
}
