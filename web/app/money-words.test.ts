import { describe, expect, test } from 'vitest';
import { noUsage } from '../../shared/recipes/usage.ts';
import {
  aboutTokensInWords,
  capReachedInWords,
  dollarsInWords,
  moneyInWords,
  monthInWords,
  priceInWords,
  usageInWords,
} from './money-words.ts';

describe('money in words', () => {
  test('sums are said to the cent, and never with a precision that is not there', () => {
    const said = [0, 1, 9_999, 10_000, 14_400, 3_200_000, 1_204_000_000].map(moneyInWords);
    expect(said).toEqual(['$0', 'under $0.01', 'under $0.01', '$0.01', '$0.01', '$3.20', '$1,204.00']);
    expect([dollarsInWords(20), dollarsInWords(20.5)]).toEqual(['$20', '$20.50']);
  });

  test('what is free is not the same as what nobody knows', () => {
    expect([priceInWords(0, 'demo'), priceInWords(null, 'qwen3:8b'), priceInWords(20_000, 'claude-sonnet-5-5')]).toEqual([
      'free',
      'price unknown',
      '$0.02',
    ]);
  });

  test('tokens in count what came from the cache and what went into it', () => {
    expect(usageInWords({ input: 300, output: 54, cacheRead: 800, cacheWrite: 50 })).toBe('1,150 tokens in (800 cached), 54 out');
    expect(usageInWords({ ...noUsage, input: 1, output: 2 })).toBe('1 token in, 2 out');
  });

  test('a guess has two digits', () => {
    expect([1_234, 98, 1_260_000].map(aboutTokensInWords)).toEqual([
      'about 1,200 tokens',
      'about 98 tokens',
      'about 1.3 million tokens',
    ]);
  });

  test('a cap that is reached names itself, its month, and both ways out', () => {
    const december = Date.parse('2026-12-01T00:00:00Z');
    expect(capReachedInWords(december, 20)).toBe(
      'Your cap of $20 for November is reached: raise it in Settings, or it goes on on 1 December.',
    );
    expect(capReachedInWords(december, null)).toContain('Your cap for November is reached');
    expect(monthInWords('2026-11')).toBe('November');
  });
});
