import { describe, expect, it } from 'vitest';
import { loggedError } from './logged-error.ts';

const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('an error in the log', () => {
  it('says what it is, where it was thrown, and by what it was caused', () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const logged = loggedError(new TypeError('The text could not be kept.', { cause: full }));
    expect(logged).toMatchObject({
      type: 'TypeError',
      message: 'The text could not be kept.',
      cause: { type: 'Error', code: 'SQLITE_FULL', message: 'database or disk is full' },
    });
    expect(logged.stack).toMatch(/^ +at .*logged-error\.test\.ts/);
  });

  it('quotes nothing that a parser could not read', () => {
    const unread = thrown(() => JSON.parse('marmalade'));
    const logged = [unread, new Error(String(unread), { cause: unread })].map((error) => JSON.stringify(loggedError(error)));
    for (const line of logged) expect(line).toContain('SyntaxError');
    expect(logged.join('\n')).not.toContain('marmalade');
  });

  it('leaves out what hangs on it, and lines of its words that stand before its stack', () => {
    const error = Object.assign(new Error('One line\nand another'), { input: 'marmalade' });
    const logged = loggedError(error);
    expect(JSON.stringify(logged)).not.toContain('marmalade');
    expect(logged.stack).not.toContain('another');
  });

  it('of something that is no error keeps the kind alone', () => {
    expect(loggedError('marmalade')).toEqual({ type: 'string', message: 'What was thrown is no error.', stack: '' });
  });

  it('ends where causes go round in a ring', () => {
    const ring = new Error('One');
    ring.cause = new Error('Two', { cause: ring });
    expect(JSON.stringify(loggedError(ring)).match(/"message"/g)).toHaveLength(5);
  });
});
