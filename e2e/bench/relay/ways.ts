import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod/mini';
import { type Role, startRole } from '../role.ts';
import type { Held } from './flatness.ts';

/*
 *   source ──deltas──► way (ledger with or without readers · raw · peer) ──HTTP──► readers in a process of their own
 */

export const calls = 1_000;
const [warmMs, windowMs, patienceMs, lookEveryMs] = [2_000, 4_000, 5_000, 2_000];
export type WayName = 'source' | 'ledger' | 'raw' | 'peer' | 'bundled peer';

const usedSchema = z.object({ cpuUs: z.number(), made: z.number(), rss: z.number(), used: z.number() });
const heardSchema = z.object({
  /** Not a number where nothing arrived. */
  p99: z.union([z.number(), z.nan()]),
  inWindow: z.number(),
  arrived: z.number(),
  faults: z.number(),
});
const keptSchema = z.object({ made: z.number(), exact: z.number() });

/** What one way did in its window. */
export type Run = {
  readonly cpuUs: number;
  readonly heard: z.infer<typeof heardSchema> | null;
  readonly deliveredPerSecond: number;
  readonly exact: number;
  readonly isWhole: boolean;
  readonly callKb: number;
  readonly memory: readonly Held[];
};

/** One way, warmed up and then measured for a window. */
export async function runWay(way: WayName, hasReaders: boolean, redis = '', forMs = windowMs): Promise<Run> {
  const server = await startRole('relay/server', way, String(calls), redis);
  const origin = await server.ask('origin', z.string());
  const readers = hasReaders ? await startRole('relay/reader', way, origin, String(calls)) : null;
  try {
    await readers?.ask('connect', z.unknown());
    const before = await server.ask('memory', z.number());
    await server.ask('start', z.unknown());
    await sleep(warmMs);
    await readers?.ask('reset', z.unknown());
    const from = { ...(await server.ask('used', usedSchema)), at: performance.now() };
    const memory = await watchMemory(forMs, () => server.ask('used', usedSchema));
    const to = { ...(await server.ask('used', usedSchema)), at: performance.now() };
    const heard = (await readers?.ask('figures', heardSchema)) ?? null;
    const kept = await server.ask('finish', keptSchema);
    const atEnd = readers === null ? null : await heardAll(readers, kept.made);
    return {
      cpuUs: (to.cpuUs - from.cpuUs) / (to.made - from.made),
      heard,
      deliveredPerSecond: ((heard?.inWindow ?? 0) / (to.at - from.at)) * 1_000,
      exact: kept.exact,
      isWhole: atEnd !== null && atEnd.faults === 0 && atEnd.arrived === kept.made,
      callKb: (to.rss - before) / 1_024 / calls,
      memory,
    };
  } finally {
    await readers?.end();
    await server.end();
  }
}

/** What the readers have once everything is there, or after a while. */
async function heardAll(readers: Role, made: number): Promise<z.infer<typeof heardSchema>> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const heard = await readers.ask('figures', heardSchema);
    if (heard.arrived >= made || performance.now() > until) return heard;
    await sleep(100);
  }
}

/** Looks every two seconds, until the time is over. */
async function watchMemory(
  forMs: number,
  look: () => Promise<{ readonly rss: number; readonly used: number }>,
): Promise<readonly Held[]> {
  const startedAt = performance.now();
  const seen: Held[] = [];
  for (let atMs = 0; atMs < forMs; atMs = performance.now() - startedAt) {
    await sleep(Math.min(lookEveryMs, forMs - atMs));
    const { rss, used } = await look();
    seen.push({ atMs: performance.now() - startedAt, rss, used });
  }
  return seen;
}
