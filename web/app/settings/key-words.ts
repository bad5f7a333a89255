import type { Failure } from '../../../shared/protocol/failure.ts';
import { type FailureScene, failureInWords } from '../words.ts';

/** Where the key in use comes from. */
export const keyOrigins = {
  environment: 'The key is set in the server’s environment, which goes before a key that is entered here.',
  settings: 'The key was entered here.',
  none: 'No key is set; this provider may need none.',
} as const;

/** What became of testing a key; null for one that works. */
export function keyTestInWords(failure: Failure | null, provider: string): string {
  if (failure === null) return `The key works: ${provider} answered.`;
  const scene: FailureScene = { provider, model: '', words: null, atRisk: null };
  switch (failure.reason) {
    case 'key_refused':
      return `${provider} refused this key${failure.status === null ? '' : ` (${failure.status})`}. Enter another one.`;
    case 'unknown_model':
      return `${provider} answered, but has no list of models to test a key by. The first text will tell.`;
    default:
      return failureInWords(failure, scene);
  }
}

/** Why an entered key was not kept. */
export const keyRefusals = {
  environment: 'A key is set in the server’s environment, which goes before one that is entered here. Nothing was changed.',
  no_key: 'This cannot be a key: it is empty, or has signs in it that no key has.',
} as const;
