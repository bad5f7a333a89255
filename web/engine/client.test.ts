import { expect, test } from 'vitest';
import { callId, jobId, stepId } from '../../shared/kernel/brand.ts';
import { createTabEngine } from './client.ts';

const call = callId(jobId('j1'), stepId('write'), 1);
const piece = (from: number, text: string) => ({ type: 'text', call, from, text, state: 'open' }) as const;

function tab() {
  const asked: string[] = [];
  const line = {
    changed: () => asked.push('changed'),
    nudge: () => asked.push('nudge'),
    watch: () => asked.push('watch'),
    unwatch: () => asked.push('unwatch'),
  };
  return { engine: createTabEngine(), line, asked };
}

test('[L4] the pieces of a text become the text, and a late listener hears all of it at once', () => {
  const { engine, line } = tab();
  engine.connected(line);
  const heard: string[] = [];
  engine.onText(call, ({ text }) => heard.push(text));
  engine.hear(piece(0, 'The '));
  engine.hear(piece(4, 'quarter'));
  const late: string[] = [];
  engine.onText(call, ({ text }) => late.push(text));
  expect([heard, late]).toEqual([['The ', 'The quarter'], ['The quarter']]);
});

test('[L4] a new engine that knows less than was shown takes nothing back', () => {
  const { engine, line, asked } = tab();
  engine.connected(line);
  const heard: string[] = [];
  engine.onText(call, ({ text }) => heard.push(text));
  engine.hear(piece(0, 'The quarter’s work'));
  engine.connected(null);
  engine.connected(line);
  engine.hear(piece(0, 'The quarter'));
  engine.hear(piece(11, '’s work is'));
  expect(heard.at(-1)).toBe('The quarter’s work is');
  expect(heard.every((text, at) => at === 0 || text.length >= (heard[at - 1] ?? '').length)).toBe(true);
  expect(asked).toEqual(['watch', 'watch']);
});

test('[L4] a piece behind a hole is not shown: the text is asked for anew', () => {
  const { engine, line, asked } = tab();
  engine.connected(line);
  const heard: string[] = [];
  engine.onText(call, ({ text }) => heard.push(text));
  engine.hear(piece(0, 'The '));
  engine.hear(piece(9, 'work'));
  expect(heard).toEqual(['The ']);
  expect(asked).toEqual(['watch', 'watch']);
});

test('what happens while no engine answers is said to the next', () => {
  const { engine, line, asked } = tab();
  engine.changed();
  engine.onText(call, () => {});
  engine.connected(line);
  engine.changed();
  expect(asked).toEqual(['watch', 'changed', 'changed']);
});

test('a text that nobody shows any more is not asked for', () => {
  const { engine, line, asked } = tab();
  engine.connected(line);
  const stops = [engine.onText(call, () => {}), engine.onText(call, () => {})];
  for (const stop of stops) stop();
  engine.connected(null);
  engine.connected(line);
  expect(asked).toEqual(['watch', 'unwatch']);
});

test('[J1] a tab that cannot write says so until it can, though the engine can; and one that is full until it has found room', () => {
  const { engine } = tab();
  const failed = { type: 'failed', detail: 'UnknownError: Internal error.' } as const;
  engine.stored(failed);
  engine.hear({ type: 'storage', health: { type: 'ok' } });
  expect(engine.storage()).toEqual(failed);
  engine.stored({ type: 'full' });
  engine.hear({ type: 'storage', health: { type: 'ok' } });
  expect(engine.storage()).toEqual({ type: 'full' });
  engine.stored({ type: 'ok' });
  expect(engine.storage()).toEqual({ type: 'ok' });
  engine.hear({ type: 'storage', health: { type: 'full' } });
  engine.hear({ type: 'storage', health: { type: 'ok' } });
  expect(engine.storage()).toEqual({ type: 'full' });
  engine.hear({ type: 'storage', health: failed });
  expect(engine.storage()).toEqual(failed);
  engine.stored({ type: 'ok' });
  expect(engine.storage()).toEqual({ type: 'ok' });
});
