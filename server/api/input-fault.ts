import type { z } from 'zod';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { invalid, type Problem } from './problem.ts';

/** Parses what came in; the first fault is named with its place. `at` is the place of the whole. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, at = ''): Result<T, Problem> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  if (issue === undefined) return invalid(at, 'This does not fit.');
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const place = [...(at === '' ? [] : [at]), ...issue.path, ...key].map(String).join('.');
  return err({ ...invalid(place || 'body', sentenceOf(issue)).error });
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `This is missing; it takes ${article(issue.expected)}.`
        : `It takes ${article(issue.expected)}.`;
    case 'too_small':
      return `It takes at least ${countOf(issue.minimum, issue.origin)}.`;
    case 'too_big':
      return `It takes at most ${countOf(issue.maximum, issue.origin)}.`;
    case 'invalid_value':
      return `It takes one of ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return 'There is no field of this name.';
    default:
      return issue.message.endsWith('.') ? issue.message : 'This does not fit.';
  }
}

function article(type: string): string {
  const word = words.get(type) ?? type;
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** What zod calls otherwise than JSON does. */
const words: ReadonlyMap<string, string> = new Map([
  ['int', 'whole number'],
  ['array', 'list'],
]);

function countOf(limit: number | bigint, origin: string): string {
  const count = limit.toLocaleString('en');
  const unit = origin === 'string' ? 'character' : origin === 'array' ? 'item' : null;
  if (unit === null) return count;
  return `${count} ${unit}${limit === 1 ? '' : 's'}`;
}
