import { describe, expect, test } from 'vitest';
import { costOf, isFree, pricesAsOf } from './prices.ts';
import { noUsage } from './usage.ts';

const million = 1_000_000;
const november = Date.parse('2026-11-03');

describe('prices', () => {
  test('every kind of token has its own price, in millionths of a dollar', () => {
    const model = 'claude-opus-5-5';
    expect(costOf(model, { ...noUsage, input: million }, november)).toBe(4 * million);
    expect(costOf(model, { ...noUsage, output: million }, november)).toBe(20 * million);
    expect(costOf(model, { ...noUsage, cacheRead: million }, november)).toBe(0.2 * million);
    expect(costOf(model, { ...noUsage, cacheWrite: million }, november)).toBe(5 * million);
    expect(costOf(model, { input: 1_000, output: 500, cacheRead: 2_000, cacheWrite: 0 }, november)).toBe(14_400);
  });

  test('a price that changed counts from its day on, and what was used before keeps the old one', () => {
    const read = { ...noUsage, cacheRead: million };
    expect(costOf('claude-sonnet-5-5', read, Date.parse('2026-10-06T23:59:59Z'))).toBe(0.2 * million);
    expect(costOf('claude-sonnet-5-5', read, Date.parse('2026-10-07T00:00:00Z'))).toBe(0.1 * million);
  });

  test('a long prompt takes the price of long prompts for the whole call, what came from the cache counted in', () => {
    const model = 'claude-haiku-5-5';
    expect(costOf(model, { ...noUsage, input: 100_000, output: 1_000 }, november)).toBe(10_500);
    expect(costOf(model, { ...noUsage, input: 90_000, cacheRead: 10_001, output: 1_000 }, november)).toBe(48_000);
  });

  test('a dated version costs what its model costs, and a longer name is another model', () => {
    const usage = { ...noUsage, input: million };
    expect(costOf('claude-haiku-4-5-20251001', usage, november)).toBe(million);
    expect(costOf('claude-haiku-4-5-fast', usage, november)).toBeNull();
    expect(costOf('claude-opus-5', usage, november)).toBe(5 * million);
  });

  test('an unknown price is said to be unknown, and the demo model costs nothing', () => {
    expect(costOf('qwen3:8b', { ...noUsage, input: 1 }, november)).toBeNull();
    expect(costOf('demo', { ...noUsage, input: million, output: million }, november)).toBe(0);
    expect([isFree('demo'), isFree('qwen3:8b')]).toEqual([true, false]);
  });

  test('the table says of which day it is', () => {
    expect(pricesAsOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
