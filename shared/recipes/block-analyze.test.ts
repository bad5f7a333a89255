import { expect, test } from 'vitest';
import { analyzeStep, blockAnalyze, blockAnalyzeInput, readAnalyzeTask } from './block-analyze.ts';
import type { BriefSource } from './sources.ts';

const source = (id: string, title: string, text: string): BriefSource => ({
  id,
  title,
  text,
  role: 'evidence',
  type: '',
  date: null,
  author: '',
  url: '',
});
const sources = [
  source('s1', '#1 Keep the copy', 'Rows are **durable**. A kill loses\nnothing that was acknowledged.'),
  source('s2', 'Start faster', 'Documents open in 0.4 s.'),
  source('s3', 'Start faster', 'It was 0.9 s before.'),
];
const input = blockAnalyzeInput.parse({
  documentId: 'd1',
  documentTitle: 'Review',
  blockId: 'b1',
  prompt: 'What was done?',
  revision: 'r1',
  text: 'The copy is safe. It opens quickly.',
  sources,
});
const job = { id: 'job' };
const request = blockAnalyze.request(analyzeStep, input, new Map(), { model: 'demo', maxOutputTokens: 1_000 }, job);

const answer = {
  themes: [{ title: 'Safety', text: 'It is about keeping rows.', sources: ['#1 keep the copy', 'Nowhere', '#1 Keep the copy'] }],
  strengths: [{ text: 'Short.', sources: [] }],
  gaps: [{ text: 'The times are missing.', sources: ['Start faster'] }],
  quotes: [{ quote: 'A kill loses nothing that was acknowledged.', source: '#1 Keep the copy' }],
};
const partsFor = (quotes: typeof answer.quotes) => {
  const text = JSON.stringify({ ...answer, quotes });
  const [change] = blockAnalyze.apply({ step: analyzeStep, text, cutOff: false }, input, new Map(), job);
  if (change?.type !== 'add-analysis') throw new Error('No analysis');
  return change.parts;
};

test('[J10] writes to no block, so that it may run beside a writing job, and says which block it is about', () => {
  expect(blockAnalyze.targets(input)).toEqual([]);
  expect(blockAnalyze.about(input)).toBe('b1');
  expect(blockAnalyze.plan(input, new Map(), job).map(({ target }) => target)).toEqual([null]);
});

test('asks for an answer by a schema, about the text, its prompt and its sources', () => {
  expect(request.output).toMatchObject({ type: 'json', name: 'analysis' });
  expect(request.task).toMatch(/What was done\?\n\nAnalyze this part:\n\nThe copy is safe\./);
  expect(request.sources).toContain('## Start faster');
  expect(readAnalyzeTask(request.task)).toBe(input.text);
});

test.each([
  ['no JSON', 'Sure: {'],
  ['a part too few', JSON.stringify({ ...answer, gaps: undefined })],
  ['no theme', JSON.stringify({ ...answer, themes: [] })],
  ['an empty quote', JSON.stringify({ ...answer, quotes: [{ quote: '', source: 'x' }] })],
  ['a list that never ends', JSON.stringify({ ...answer, strengths: Array.from({ length: 40 }, () => answer.strengths[0]) })],
])('an answer that cannot be used is told apart: %s', (_, text) => {
  expect(blockAnalyze.check(analyzeStep, text)).toMatchObject({ error: { type: 'transient', reason: 'invalid_output' } });
  expect(blockAnalyze.apply({ step: analyzeStep, text, cutOff: false }, input, new Map(), job)).toEqual([]);
});

test('what is found is kept with its sources by id, each named once and none that does not exist', () => {
  expect(blockAnalyze.check(analyzeStep, JSON.stringify(answer)).ok).toBe(true);
  const first = { id: 's1', title: '#1 Keep the copy' };
  expect(partsFor(answer.quotes)).toEqual([
    { kind: 'theme', title: 'Safety', text: 'It is about keeping rows.', sources: [first] },
    { kind: 'strength', text: 'Short.', sources: [] },
    { kind: 'gap', text: 'The times are missing.', sources: [{ id: 's2', title: 'Start faster' }] },
    { kind: 'quote', text: 'A kill loses nothing that was acknowledged.', sources: [first], isVerbatim: true },
  ]);
});

test.each([
  ['marks, spaces and capitals around its words do not count', '“rows are durable”', '#1 Keep the copy', ['s1'], true],
  ['it is found where it stands, not where the model says', 'Documents open in 0.4 s.', '#1 Keep the copy', ['s2'], true],
  ['of two sources of one name it is the one that holds it', 'It was 0.9 s before.', 'Start faster', ['s3'], true],
  ['from the text itself it has no source', 'It opens quickly.', 'Start faster', [], true],
  ['what stands nowhere is not taken for a quote', 'Documents open at once.', 'Start faster', ['s2'], false],
  ['half a word is no quote', 'cuments open in', 'Start faster', ['s2'], false],
])('a quote is looked up: %s', (_, quote, said, ids, isVerbatim) => {
  const part = partsFor([{ quote, source: said }]).at(-1);
  expect(part).toMatchObject({ kind: 'quote', text: quote, isVerbatim });
  expect(part?.sources.map(({ id }) => id)).toEqual(ids);
});

test('counts the words that it says, not those of its form', () => {
  expect(blockAnalyze.finish(input, new Map([[analyzeStep, JSON.stringify(answer)]]))).toEqual({ words: 5 + 1 + 4 + 7 });
});
