import { expect, test } from 'vitest';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { type BriefSource, sourcesAsMarkdown } from '../../shared/recipes/sources.ts';
import { promptTooLong } from './prompt-size.ts';

const source = (title: string, chars: number): BriefSource => ({
  id: title,
  title,
  text: 'x'.repeat(chars),
  role: 'evidence',
  type: '',
  date: null,
  author: '',
  url: '',
});
const requestOf = (sources: readonly BriefSource[], task = 'Sum up.'): ModelRequest => ({
  model: 'large',
  maxOutputTokens: 16_000,
  system: '',
  sources: sourcesAsMarkdown(sources),
  task,
  output: { type: 'text' },
});

test('a prompt that fits with its answer passes, and so does one for a model of unknown size', () => {
  const sources = [source('Small', 300)];
  expect(promptTooLong(requestOf(sources), sources, 200_000)).toBeNull();
  expect(promptTooLong(requestOf([source('Huge', 9_000_000)]), sources, null)).toBeNull();
});

test('a prompt that is too long is told with its size and the largest sources to leave out', () => {
  const sources = [source('Minutes', 30_000), source('Log', 1_500_000), source('Diff', 900_000), source('Report', 1_200_000)];
  expect(promptTooLong(requestOf(sources), sources, 1_000_000)).toMatchObject({
    type: 'permanent',
    reason: 'prompt_too_long',
    free: true,
    detail: 'The prompt and its 4 sources are about 1.2 million tokens; this model takes 1 million. Leave out: “Log”.',
  });
  expect(promptTooLong(requestOf(sources), sources, 400_000)?.detail).toMatch(/Leave out: “Log” and “Report”\.$/);
});

test('a long list of sources to leave out is shortened', () => {
  const sources = Array.from({ length: 40 }, (_, at) => source(`Note ${at + 1}`, 30_000));
  const detail = promptTooLong(requestOf(sources), sources, 100_000)?.detail ?? '';
  expect(detail).toMatch(/“Note 1”, .*“Note 10” and \d+ more\.$/);
  expect(detail.length).toBeLessThan(2_000);
});

test('where leaving out sources cannot help, it does not say so', () => {
  const failure = promptTooLong(requestOf([], 'x'.repeat(600_000)), [], 100_000);
  expect(failure?.detail).toBe(
    'The prompt is about 200,000 tokens; this model takes 100,000, 16,000 of them for the answer. Shorten the prompt or choose a larger model.',
  );
});
