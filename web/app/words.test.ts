import { describe, expect, test } from 'vitest';
import { permanent, permanentReasons, transient, transientReasons } from '../../shared/protocol/failure.ts';
import { type FailureScene, failureInWords } from './words.ts';

const scene: FailureScene = { provider: 'Anthropic', model: 'Claude Sonnet 5.5', words: null, atRisk: null };
const every = [...transientReasons.map((reason) => transient(reason)), ...permanentReasons.map((reason) => permanent(reason))];

describe('a failure as a person reads it', () => {
  test.each(every)('$reason is whole sentences, plain and calm', (failure) => {
    const words = failureInWords(failure, scene);
    expect(words).toMatch(/^[A-Z].*\.$/s);
    expect(words).not.toMatch(/Oops|!|undefined|null|IndexedDB|lease|epoch/);
  });

  test('a refused key names the provider, the status and the way out', () => {
    expect(failureInWords(permanent('key_refused', { status: 401 }), scene)).toBe(
      'Anthropic refused the API key (401). Set a valid `ANTHROPIC_API_KEY` on the server and press Retry.',
    );
    expect(failureInWords(permanent('key_refused'), { ...scene, provider: '127.0.0.1:11434' })).toContain(
      '127.0.0.1:11434 refused',
    );
  });

  test('a missing key names the model that was asked for', () => {
    expect(failureInWords(permanent('no_key'), scene)).toMatch(/^No Anthropic API key configured\..*Claude Sonnet 5\.5/);
  });

  test('a pause is told with its length when the provider says it', () => {
    expect(failureInWords(transient('rate_limit', { retryAfterMs: 40_000 }), scene)).toBe(
      'Anthropic asks for a pause of 40 s. It goes on by itself.',
    );
  });

  test('[L7] a lost call tells what is kept and that it may cost twice', () => {
    const words = failureInWords(transient('lost'), { ...scene, words: 1_214 });
    expect(words).toContain('The first 1,214 words are kept.');
    expect(words).toContain('cost the same tokens twice');
    expect(failureInWords(transient('lost'), { ...scene, words: 214, atRisk: 900 })).toBe(
      'The server stopped while this was being written. The first 214 words are kept. Starting again may cost up to 900 tokens twice.',
    );
  });

  test('a prompt that is too long says what the server measured', () => {
    const detail = 'The prompt and its 50 sources are about 1.2 million tokens; this model takes 1 million. Leave out: “A”.';
    expect(failureInWords(permanent('prompt_too_long', { detail }), scene)).toBe(`${detail} Then generate again.`);
  });

  test('a prompt that the provider finds too long says what to do, and not what the provider said', () => {
    const detail = 'prompt is too long: 210000 tokens > 200000 maximum';
    const sentence = failureInWords(permanent('prompt_too_long', { status: 400, detail }), scene);
    expect(sentence).toContain('Use fewer sources or a larger model, then generate again.');
    expect(sentence).not.toContain(detail);
  });
});
