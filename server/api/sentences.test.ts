import { describe, expect, it } from 'vitest';
import { permanent, permanentReasons, transient, transientReasons } from '../../shared/protocol/failure.ts';
import { isRetryable, sentenceOf } from './sentences.ts';

describe('sentenceOf', () => {
  it.each([...transientReasons.map((reason) => transient(reason)), ...permanentReasons.map((reason) => permanent(reason))])(
    'says $reason in whole sentences',
    (failure) => {
      expect(sentenceOf(failure, 'Anthropic')).toMatch(/^[A-Z].{10,}\.$/);
    },
  );

  it('names the provider, its status, and what our own check said', () => {
    expect(sentenceOf(permanent('key_refused', { status: 401 }), 'llm.local:8080')).toBe(
      'llm.local:8080 refused the API key (401). Set a valid ANTHROPIC_API_KEY on the server and retry.',
    );
    expect(sentenceOf(permanent('prompt_too_long', { detail: 'The prompt is too long.' }), 'Anthropic')).toBe(
      'The prompt is too long.',
    );
    expect(sentenceOf(permanent('prompt_too_long', { status: 413, detail: 'Refused.' }), 'Anthropic')).toContain(
      'Use fewer sources or a larger model.',
    );
  });
});

describe('isRetryable', () => {
  it('is true for what may go well as it is', () => {
    expect([transient('reset'), permanent('block_busy'), permanent('old_recipe')].map(isRetryable)).toEqual([true, true, true]);
    expect([permanent('key_refused'), permanent('refusal')].map(isRetryable)).toEqual([false, false]);
  });
});
