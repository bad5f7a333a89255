import { expect, it } from 'vitest';
import { cursorText, parseCursorText, startCursor } from './event-cursor.ts';

it('is the same after it has been written and read', () => {
  const reads = new Map([
    [0, { attempt: 1, offset: 812 }],
    [11, { attempt: 3, offset: 0 }],
  ]);
  for (const cursor of [
    startCursor,
    { status: 'running', progress: 40, reads },
    { ...startCursor, status: 'waiting.rate-limit' },
  ]) {
    expect(parseCursorText(cursorText(cursor))).toEqual(cursor);
  }
  expect(cursorText({ status: 'running', progress: 40, reads })).toBe('running~40~0.1.812,11.3.0');
});

it.each(['', 'x', '12', 'running~40', 'running~40~0.1', 'running~40~0.1.x', '~~', 'running~40~0.1.2;'])(
  'begins at the start for what is no cursor: %j',
  (text) => {
    expect(parseCursorText(text)).toEqual(startCursor);
  },
);
