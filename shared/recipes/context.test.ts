import { describe, expect, it } from 'vitest';
import { chooseSources, everything } from './context.ts';
import type { SourceRole } from './sources.ts';

const source = (name: string, date: string | null, role: SourceRole = 'evidence', type = 'PR_AUTHORED') => ({
  name,
  date,
  role,
  type,
});
const sources = [
  source('march', '2026-03-31'),
  source('april', '2026-04-01T09:00:00Z', 'evidence', 'PR_REVIEWED'),
  source('goal', '2025-01-01', 'goal'),
  source('june', '2026-06-30T23:59:59Z'),
  source('review', null, 'review'),
  source('undated', null),
  source('july', '2026-07-01T00:00:00Z'),
  source('note', null, 'note'),
];
const chosen = (filter: Partial<typeof everything>) =>
  chooseSources(sources, { ...everything, ...filter }).map(({ name }) => name);

describe('chooseSources', () => {
  it('leaves nothing out by itself', () => {
    expect(chosen({})).toEqual(sources.map(({ name }) => name));
  });

  it('takes the evidence of a span of days, the last one to its end', () => {
    const others = ['goal', 'review', 'undated', 'note'];
    expect(chosen({ from: '2026-04-01', to: '2026-06-30' }).filter((name) => !others.includes(name))).toEqual(['april', 'june']);
    expect(chosen({ to: '2026-06-30T23:59:58Z' })).not.toContain('june');
    expect(chosen({ to: '2026-06-30T23:59:59Z' })).toContain('june');
  });

  it('keeps undated evidence unless only dated is wanted', () => {
    expect(chosen({ from: '2026-07-01' })).toEqual(['goal', 'review', 'undated', 'july', 'note']);
    expect(chosen({ from: '2026-07-01', datedOnly: true })).toEqual(['goal', 'review', 'july', 'note']);
  });

  it('takes the newest of the evidence when it may not take all, in the order they were given', () => {
    expect(chosen({ max: 2, goals: false, reviews: false })).toEqual(['june', 'july', 'note']);
    expect(chosen({ max: 5, goals: false, reviews: false })).toEqual(['march', 'april', 'june', 'undated', 'july', 'note']);
    expect(chosen({ max: 0, goals: false, reviews: false })).toEqual(['note']);
  });

  it('takes evidence of some types, and goals and reviews by their own switches', () => {
    expect(chosen({ types: ['PR_REVIEWED'] })).toEqual(['april', 'goal', 'review', 'note']);
    expect(chosen({ types: ['PR_REVIEWED'], goals: false })).toEqual(['april', 'review', 'note']);
    expect(chosen({ types: [], reviews: false })).toEqual(['goal', 'note']);
  });

  it('treats a date that nobody can read as none', () => {
    const odd = [source('odd', 'last spring')];
    expect(chooseSources(odd, { ...everything, from: '2026-01-01' })).toEqual(odd);
    expect(chooseSources(odd, { ...everything, datedOnly: true })).toEqual([]);
  });
});
