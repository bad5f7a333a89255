import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod/mini';
import { serverStart } from '../../../scripts/setup/project.mjs';
import { createServerProcess } from '../../fixtures/server-process.ts';
import { alone, attempt, type Comparison, type Section } from '../comparison.ts';
import { memoryOf } from '../machine.ts';
import { startRole } from '../role.ts';
import { type RunOptions, repeat, tell } from '../run.ts';

/** A server that has been left alone for so long counts as idle. */
const idleMs = 5_000;
const pacedSchema = z.object({ p99: z.number(), perSecond: z.number() });

/** The log on the disk, and the server at rest. What an active call takes is measured where calls are fed, in `relay`. */
export async function measureStore({ repeats }: RunOptions): Promise<Section> {
  const times = repeats ?? 3;
  const appends = await attempt('store, appends', () => measureAppends(times));
  const idle = await attempt('store, idle memory', () => measureIdle(times));
  return {
    comparisons: [...appends, ...idle],
    notes: ['Our append looks up each call, and writes only to those that are open and this process’s own.'],
  };
}

async function measureAppends(times: number): Promise<readonly Comparison[]> {
  const runs = await repeat(times, async (turn) => {
    tell(`store, run ${turn + 1} of ${times}`);
    return { ours: await append('ours'), raw: await append('raw') };
  });
  const by = 'raw better-sqlite3';
  const raw = (value: (run: Appended) => number) => [{ by, values: runs.map((run) => value(run.raw)) }];
  const ours = (value: (run: Appended) => number) => runs.map((run) => value(run.ours));
  return [
    {
      ...alone,
      what: 'durable appends, of 10,000 that come',
      unit: 'a second',
      ours: ours(({ perSecond }) => perSecond),
      limits: raw(({ perSecond }) => perSecond),
      budget: { atLeast: 9_900 },
    },
    {
      ...alone,
      what: 'from coming to the disk at that pace, p99',
      unit: 'ms',
      ours: ours(({ p99 }) => p99),
      limits: raw(({ p99 }) => p99),
      budget: { atMost: 50 },
    },
    {
      ...alone,
      what: 'durable appends flat out, 1,000 in a transaction',
      unit: 'a second',
      ours: ours(({ flatOut }) => flatOut),
      limits: raw(({ flatOut }) => flatOut),
    },
  ];
}

async function measureIdle(times: number): Promise<readonly Comparison[]> {
  const idle = await idleMemory(times);
  const by = 'Node, its http and SQLite, doing nothing';
  const line = (what: string, value: (memory: Memory) => number): Comparison => ({
    ...alone,
    what,
    unit: 'MB resident',
    ours: idle.map(({ ours }) => value(ours)),
    limits: [{ by, values: idle.map(({ bare }) => value(bare)) }],
  });
  return [
    { ...line('server, idle', ({ resident }) => resident), budget: { atMost: 90 } },
    line('of that, not mapped from files such as Node itself', ({ own }) => own),
  ];
}

type Appended = z.infer<typeof pacedSchema> & { readonly flatOut: number };

async function append(way: 'ours' | 'raw'): Promise<Appended> {
  const role = await startRole('store/appender', way);
  try {
    const paced = await role.ask('pace', pacedSchema);
    return { ...paced, flatOut: await role.ask('flat out', z.number()) };
  } finally {
    await role.end();
  }
}

type Memory = ReturnType<typeof memoryOf>;

/** Memory from the second start on, as `npm start` starts it: the first one makes the database and compresses the web app. */
async function idleMemory(times: number): Promise<readonly { readonly ours: Memory; readonly bare: Memory }[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'meanwhile-bench-'));
  const settings = { NODE_OPTIONS: serverStart.flags.join(' '), NODE_COMPILE_CACHE: serverStart.compileCache };
  const server = createServerProcess({ dataDir, settings });
  try {
    await server.start();
    await server.stop();
    return await repeat(times, async () => {
      await server.start();
      const role = await startRole('store/bare');
      await sleep(idleMs);
      const used = { ours: memoryOf(server.pid()), bare: memoryOf(role.pid) };
      await role.end();
      await server.stop();
      return used;
    });
  } finally {
    await server.kill9();
    await rm(dataDir, { recursive: true, force: true });
  }
}
