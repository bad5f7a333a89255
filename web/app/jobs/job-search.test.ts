import { expect, test } from 'vitest';
import { documentId } from '../../../shared/kernel/brand.ts';
import { filterOf, isFiltered } from './job-filter.ts';
import { readJobSearch } from './job-search.ts';

test('an address says which jobs are looked for, and what makes no sense in it is left out', () => {
  const whole = { status: 'failed', kind: 'block.refine', document: 'd1', from: '2026-11-01', to: '2026-11-22', q: 'parser' };
  expect(readJobSearch(whole)).toEqual({ ...whole, document: documentId('d1') });
  expect(readJobSearch({ status: 'lost', document: '../x', from: 'yesterday', to: '2026-13-40', q: '', more: 1 })).toEqual({});
  expect(readJobSearch({ q: 2026 })).toEqual({ q: '2026' });
});

test('both days are included, and four words for what is not ended look among the jobs that are not ended', () => {
  const filter = filterOf({ from: '2026-11-21', to: '2026-11-22', status: 'paused' });
  expect(filter.from).toBe(new Date(2026, 10, 21).getTime());
  expect(filter.until).toBe(new Date(2026, 10, 23).getTime());
  expect(filter.state).toBe('active');
  expect(filterOf({ status: 'cancelled' })).toMatchObject({ state: 'cancelled', kind: null, document: null, words: '' });
  expect([isFiltered({}), isFiltered({ q: 'a' })]).toEqual([false, true]);
});
