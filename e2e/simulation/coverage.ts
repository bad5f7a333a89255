import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Which lines of a file hold code, and which of them never ran; numbers from 1. */
export type FileCoverage = { readonly lines: number; readonly missed: readonly number[] };
/** By path within the project. */
export type Coverage = Readonly<Record<string, FileCoverage>>;

/** Worlds of a process whose lines are counted. */
export const countedSeeds = 150;

/** What the simulation is to run nearly all of. */
const wanted = ['server/ledger/', 'server/jobs/', 'shared/sync/outbox.ts', 'shared/sync/apply.ts', 'shared/sync/apply-result.ts'];
const root = join(import.meta.dirname, '..', '..');

/** Counts from now on which code runs. To be called before that code is imported; the answer is called when all has run. */
export async function startCoverage(): Promise<() => Promise<Coverage>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    await session.post('Debugger.enable');
    const found: Record<string, FileCoverage> = {};
    for (const { scriptId, url, functions } of result) {
      const path = url.startsWith('file:') ? fileURLToPath(url).slice(root.length + 1) : '';
      if (!wanted.some((each) => path.startsWith(each))) continue;
      const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
      found[path] = coverageOf(scriptSource, functions);
    }
    session.disconnect();
    return found;
  };
}

/** Both together: a line is missed if neither has run it. */
export function joinCoverage(a: Coverage, b: Coverage): Coverage {
  const paths = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...paths].flatMap((path) => {
      const [one, other] = [a[path] ?? b[path], b[path] ?? a[path]];
      if (one === undefined || other === undefined) return [];
      return [[path, { lines: one.lines, missed: one.missed.filter((line) => other.missed.includes(line)) }]];
    }),
  );
}

/** The share of lines that ran, of one file or of several. */
export const shareRun = (files: readonly FileCoverage[]): number => {
  const sum = (of: (file: FileCoverage) => number): number => files.reduce((total, file) => total + of(file), 0);
  return (
    1 -
    sum(({ missed }) => missed.length) /
      Math.max(
        1,
        sum(({ lines }) => lines),
      )
  );
};

type Ranges = readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];

/** `source` as it ran: its types are blanked, so that they do not count, and every line is where it was. */
function coverageOf(source: string, functions: readonly { readonly ranges: Ranges }[]): FileCoverage {
  const ran = new Uint8Array(source.length).fill(1);
  // Ranges lie within each other: an inner one says it better, and comes later.
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  let lines = 0;
  const missed: number[] = [];
  let offset = 0;
  for (const [at, line] of source.split('\n').entries()) {
    const places = isCode(line) ? [...line].flatMap((char, column) => (/\w/.test(char) ? [offset + column] : [])) : [];
    if (places.length > 0) lines += 1;
    if (places.length > 0 && places.every((place) => ran[place] === 0)) missed.push(at + 1);
    offset += line.length + 1;
  }
  return { lines, missed };
}

const isCode = (line: string): boolean => !/^\s*(?:\/\/|\/\*|\*|import\b|$)/.test(line);
