import { expect, test } from 'vitest';
import { jobId, sourceId } from '../../../../shared/kernel/brand.ts';
import { millis } from '../../../../shared/kernel/time.ts';
import type { AnalysisPart, Source } from '../../../../shared/records/records.ts';
import { aJob } from '../../../../shared/sync/device-store.contract.ts';
import type { ThreadEntry } from '../../../store/thread.ts';
import { newsInWords, partAsMarkdown, tookInWords } from './thread-words.ts';

const named = { id: sourceId('s1'), title: '#1 Keep [the] copy' };
const quote: AnalysisPart = { kind: 'quote', text: 'One.\nTwo.', sources: [named], isVerbatim: true };
const at = (url: string): Source => ({
  ...{ id: named.id, documentId: aJob('j').documentId, title: named.title, text: 'One.\nTwo.', role: 'evidence', type: '' },
  ...{ date: null, author: '', url, createdAt: millis(1) },
});

test.each<[string, AnalysisPart, string | null, string]>([
  ['a theme', { kind: 'theme', title: 'Safety', text: 'It is kept.', sources: [] }, null, '**Safety**: It is kept.'],
  ['a gap', { kind: 'gap', text: 'No numbers.', sources: [named] }, null, 'No numbers.'],
  ['a quote', quote, 'https://example.org/1', '> One.\n> Two.\n>\n> — [#1 Keep \\[the\\] copy](https://example.org/1)'],
  ['a quote without an address', quote, '', '> One.\n> Two.\n>\n> — #1 Keep \\[the\\] copy'],
  ['an address that leads elsewhere', quote, 'javascript:alert(1)', '> One.\n> Two.\n>\n> — #1 Keep \\[the\\] copy'],
  ['a quote of the block itself', { ...quote, sources: [] }, null, '> One.\n> Two.'],
])('%s as it stands in a text', (_, part, url, markdown) => {
  expect(partAsMarkdown(part, url === null ? undefined : at(url))).toBe(markdown);
});

test('what a result took is told as long as its job is kept', () => {
  expect(tookInWords('Demo model', null)).toBe('Demo model');
  const ended = { status: 'completed', endedAt: millis(13_000), result: { truncated: false, words: 1, leftOut: [] } } as const;
  const job = { ...aJob('j'), ...ended, model: 'demo', startedAt: millis(1_000) };
  expect(tookInWords('Demo model', job)).toBe('Demo model · 12 s · 0 tokens in, 0 out · free');
});

test('the newest entry is told in words', () => {
  const entry = { id: jobId('j'), askedAt: 1, job: aJob('j'), type: 'analysis', analysis: null } satisfies ThreadEntry;
  const failed = { ...entry, job: { ...aJob('j'), status: 'cancelled', endedAt: millis(2) } } satisfies ThreadEntry;
  expect([undefined, entry, failed].map(newsInWords)).toEqual(['', 'The analysis is being made.', 'Cancelled.']);
});
