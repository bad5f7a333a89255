import type { Log } from '../../server/log.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A promise that did not hold. */
export type Broken = { readonly promise: string; readonly detail: string; readonly at: number };

/** Who counts and writes down what happens, and what broke first. */
export type Witness = {
  readonly reached: (what: string) => void;
  readonly note: (line: string) => void;
  /** What happened, in words, in order. */
  readonly trace: readonly string[];
  readonly broken: (promise: string, detail: string) => void;
  /** The first promise that did not hold; null so far. */
  readonly fault: () => Broken | null;
};

/** A witness who has seen nothing yet. */
export function createWitness(time: VirtualTime, reached: Witness['reached']): Witness {
  const trace: string[] = [];
  let fault: Broken | null = null;
  return {
    reached,
    trace,
    note: (line) => trace.push(`${Math.round(time.elapsed())} ms  ${line}`),
    broken: (promise, detail) => {
      fault ??= { promise, detail, at: time.elapsed() };
    },
    fault: () => fault,
  };
}

/** What ends in an error is a bug, unless the disk was full. */
export const unexpected =
  (broken: Witness['broken'], where: string) =>
  (error: unknown): void => {
    if (!isDiskFull(error)) broken('no bug', `${where}: ${error instanceof Error ? error.stack : String(error)}`);
  };

const isDiskFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

/** What the server logs as an error is one, unless the disk was full. */
export function createLog(note: Witness['note'], unexpected: (error: unknown) => void): Log {
  return {
    info: (fields) => note(Object.values(fields).join(' ')),
    error: (fields: object, message: string) => {
      if (!('error' in fields) || !isDiskFull(fields.error)) unexpected('error' in fields ? fields.error : message);
    },
  };
}
