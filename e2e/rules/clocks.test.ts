import { expect, test } from 'vitest';
import { isTest, placeOf, readSources, type SourceFile, withoutComments } from './source-files.ts';

/** Time, randomness and timers come in as ports: what is called directly cannot be simulated, replayed or tested without waiting. */
const direct =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\.(?:now|timeOrigin)\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b|\bAbortSignal\.timeout\b|['"](?:node:)?timers(?:\/promises)?['"]/g;

const mayCall = (path: string): boolean => /^(e2e|scripts)\//.test(path) || /\.system\.tsx?$/.test(path) || isTest(path);

function directCalls(file: SourceFile): readonly string[] {
  const code = { ...file, text: withoutComments(file.text) };
  return [...code.text.matchAll(direct)].map((match) => `${placeOf(code, match.index)} ${match[0]}`);
}

test('no code but the system adapters reads a clock, draws a random number or sets a timer', () => {
  const bound = readSources().filter((file) => !mayCall(file.path));
  expect(bound.length).toBeGreaterThan(10);
  expect(bound.flatMap(directCalls)).toEqual([]);
});

test.each([
  'const at = Date.now();',
  'const at = new Date();',
  'const roll = Math.random();',
  'setTimeout(go, 100);',
  'globalThis.setInterval(go, 100);',
  'const at = performance.now();',
  'const id = crypto.randomUUID();',
  'crypto.getRandomValues(bytes);',
  'const signal = AbortSignal.timeout(100);',
  "import { setTimeout as wait } from 'node:timers/promises';",
])('a planted call is found: %s', (text) => {
  expect(directCalls({ path: 'shared/x.ts', text: `const one = 1;\n${text}` })[0]).toMatch(/^shared\/x\.ts:2 /);
});

test.each(['const day = new Date(at);', '// Date.now() would not do here', '/** Not Math.random(). */'])(
  'left alone: %s',
  (text) => {
    expect(directCalls({ path: 'shared/x.ts', text })).toEqual([]);
  },
);
