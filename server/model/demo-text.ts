import { analysisOutput } from '../../shared/recipes/block-analyze.ts';
import { readRefineTask } from '../../shared/recipes/block-refine.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { demoAnalysis } from './demo-analysis.ts';
import { type Finding, findings, sentencesOf } from './demo-evidence.ts';
import { jsonFor } from './demo-json.ts';
import { demoRefined } from './demo-refined.ts';

/** The whole answer of the demo model to a request: Markdown, or the text of a JSON value. The same for the same request. */
export function demoText(request: ModelRequest): string {
  const found = findings(request.sources, request.task);
  const { output } = request;
  if (output.type === 'json' && output.name === analysisOutput) return JSON.stringify(demoAnalysis(found, request.task));
  if (output.type === 'json') return demoJson(output.schema, found, request.task);
  const refine = readRefineTask(request.task);
  if (refine !== null) return demoRefined(refine, request.sources);
  return found.length === 0 ? withoutSources(request.task) : fromSources(found, request.task);
}

function demoJson(schema: Record<string, unknown>, found: readonly Finding[], task: string): string {
  const titles = [...new Set(found.map(({ title }) => title).filter(Boolean))];
  const sentences = found.length > 0 ? found.map(({ sentence }) => sentence) : sentencesOf(task);
  const phrases = {
    titles: titles.length > 0 ? titles : ['Overview', 'What changed', 'What was measured', 'What comes next'],
    sentences: sentences.length > 0 ? sentences : ['The demo model has nothing to draw on here.'],
  };
  return JSON.stringify(jsonFor(schema, phrases));
}

const usualWords = 170;
const paragraphSentences = 3;
const listItems = 4;

/** An opening, a short list of what other sources say, and paragraphs until the length is reached. */
function fromSources(found: readonly Finding[], task: string): string {
  const wanted = Number(/\b(\d{2,4})[ -]words?\b/i.exec(task)?.[1] ?? usualWords);
  const opening = found.slice(0, paragraphSentences);
  const used = new Set(opening.map(({ title }) => title));
  const list = firstOfEachSource(found.slice(paragraphSentences).filter(({ title }) => title !== '' && !used.has(title))).slice(
    0,
    listItems,
  );
  const rest = found.slice(paragraphSentences).filter((one) => !list.includes(one));
  const parts = [paragraph(opening)];
  if (list.length > 1) parts.push(list.map(({ title, sentence }) => `- **${title}**: ${sentence}`).join('\n'));
  for (let at = 0; at < rest.length && countWords(parts) < wanted; at += paragraphSentences) {
    parts.push(paragraph(rest.slice(at, at + paragraphSentences)));
  }
  const heading = /\bheadings?\b/i.test(task) ? [`## ${opening[0]?.title || 'Overview'}`] : [];
  return [...heading, ...parts].join('\n\n');
}

/** In the sources' own order, which reads better than the order of fit. */
const paragraph = (some: readonly Finding[]): string =>
  some
    .toSorted((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence)
    .join(' ');

function firstOfEachSource(found: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return found.filter(({ title }) => !seen.has(title) && seen.add(title));
}

const countWords = (parts: readonly string[]): number => parts.join(' ').split(/\s+/).length;

function withoutSources(task: string): string {
  const wishes = sentencesOf(task).map((sentence) => `- ${sentence}`);
  return [
    'The demo model writes only from sources, and this text has none yet. It can put the prompt in order:',
    wishes.length > 0 ? wishes.join('\n') : `- ${task.trim() || 'The prompt is empty.'}`,
    'Add sources, or set an API key for a model that can write on its own, and generate this again.',
  ].join('\n\n');
}
