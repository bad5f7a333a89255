import { setImmediate as nextTurn } from 'node:timers/promises';
import { quantile } from '../../figures.ts';
import { ownFolder, takeOrders } from '../../role.ts';
import { openOurWriter } from './our-writer.ts';
import { openRawWriter } from './raw-writer.ts';

// store/appender/main.ts <ours | raw>: text of 1,000 calls, 10 pieces a second each, each on the disk as soon as can be.

const calls = 1_000;
const perSecond = 10_000;
const [windowMs, flatOutMs] = [5_000, 2_000];
const piece = 'Forty characters or so of a growing text, as five deltas make them in a tenth of a second. ';

const write = process.argv[2] === 'raw' ? openRawWriter(ownFolder(), calls) : await openOurWriter(ownFolder(), calls);

/** Pieces come evenly; each write takes along all that have come meanwhile. Ages from a piece's coming to its commit. */
async function pace(): Promise<{ readonly p99: number; readonly perSecond: number }> {
  const startedAt = performance.now();
  const agesMs: number[] = [];
  for (let written = 0; performance.now() - startedAt < windowMs; ) {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000);
    if (due > written) {
      const numbers = Array.from({ length: due - written }, (_, at) => (written + at) % calls);
      await write(numbers, piece);
      const now = performance.now() - startedAt;
      for (let number = written; number < due; number += 1) agesMs.push(now - (number * 1_000) / perSecond);
      written = due;
    }
    await nextTurn();
  }
  return { p99: quantile(agesMs, 0.99), perSecond: (agesMs.length / (performance.now() - startedAt)) * 1_000 };
}

/** A piece of every call in each write, write after write. */
async function flatOut(): Promise<number> {
  const startedAt = performance.now();
  const numbers = Array.from({ length: calls }, (_, at) => at);
  let written = 0;
  for (; performance.now() - startedAt < flatOutMs; written += calls) await write(numbers, piece);
  return (written / (performance.now() - startedAt)) * 1_000;
}

takeOrders({ pace, 'flat out': flatOut });
