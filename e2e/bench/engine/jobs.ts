import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { generate, newDocument } from '../../fixtures/desk.ts';
import { openProgram } from '../../fixtures/program.ts';
import { openRequestGate } from '../../fixtures/request-gate.ts';
import { inWorld } from '../browser-world.ts';
import { repeat } from '../run.ts';

/** From asking for a job to its work beginning, and from the work's end to the asker knowing; in ms, one a job. */
export type JobTimes = { readonly start: readonly number[]; readonly status: readonly number[] };

export type BullTimes = JobTimes & { readonly commandsAnHour: number };

const now = (): number => performance.now();
const watchMs = 10_000;
const perHour = 3_600_000 / watchMs;

/** Ours, over HTTP: a program asks for a job and follows its events; the work is the provider's. */
export const ourJobTimes = (jobs: number): Promise<JobTimes> =>
  inWorld({}, async (world) => {
    world.provider.script({}, { type: 'held' });
    const program = await openProgram(world);
    const times = await repeat(jobs, async (turn) => {
      const asked = now();
      const { jobId } = await program.post('/api/jobs', {
        kind: 'block.generate',
        input: { prompt: `Tell how quarter ${turn} went.` },
      });
      const call = await world.provider.call(turn);
      const start = now() - asked;
      const followed = program.stream(`/api/jobs/${jobId}/events`).then(now);
      await call.send('A short text.');
      // The stream is open before the work ends.
      await sleep(300);
      await call.finish();
      const ended = now();
      return { start, status: (await followed) - ended };
    });
    return { start: times.map(({ start }) => start), status: times.map(({ status }) => status) };
  });

/** What a browser asks of the server in an hour, while a job runs: counted for ten seconds. */
export async function ourRequestsAnHour(): Promise<number> {
  let port = (): number => 0;
  const gate = await openRequestGate(() => port());
  try {
    return await inWorld({ behind: gate.port }, async (world) => {
      port = world.server.port;
      world.provider.script({}, { type: 'held' });
      const page = await world.tab();
      await newDocument(page);
      await generate(page, 1, 'Tell how the quarter went.');
      const call = await world.provider.call(0);
      await call.send('A text ');
      await sleep(2_000);
      const before = gate.passings().length;
      await sleep(watchMs);
      return (gate.passings().length - before) * perHour;
    });
  } finally {
    await gate.close();
  }
}

/** The peer: BullMQ over Redis, with its own events. */
export async function bullTimes(port: number, jobs: number): Promise<BullTimes> {
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const begun = new Map<string, PromiseWithResolvers<number>>();
  const work = new Map<string, PromiseWithResolvers<void>>();
  const queue = new Queue('bench', { connection });
  const events = new QueueEvents('bench', { connection });
  const worker = new Worker(
    'bench',
    async ({ name }) => {
      begun.get(name)?.resolve(now());
      await work.get(name)?.promise;
    },
    { connection },
  );
  await Promise.all([events.waitUntilReady(), worker.waitUntilReady()]);
  const run = async (name: string, during: () => Promise<void>) => {
    begun.set(name, Promise.withResolvers());
    work.set(name, Promise.withResolvers());
    const asked = now();
    const job = await queue.add(name, {});
    const start = ((await begun.get(name)?.promise) ?? Number.NaN) - asked;
    const told = job.waitUntilFinished(events).then(now);
    await during();
    const ended = now();
    work.get(name)?.resolve();
    return { start, status: (await told) - ended };
  };
  const times = await repeat(jobs, (turn) => run(`job ${turn}`, () => sleep(100)));
  const redis = new Redis(port, '127.0.0.1');
  let commandsAnHour = 0;
  await run('watched', async () => {
    const before = await commandsOf(redis);
    await sleep(watchMs);
    commandsAnHour = ((await commandsOf(redis)) - before - 1) * perHour;
  });
  await Promise.all([worker.close(), events.close(), queue.close(), redis.quit()]);
  return { start: times.map(({ start }) => start), status: times.map(({ status }) => status), commandsAnHour };
}

const commandsOf = async (redis: Redis): Promise<number> =>
  Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1] ?? Number.NaN);

/** What simple systems do: a worker looks for jobs, and the asker for their end, every so often. */
export async function pollingTimes(everyMs: number, jobs: number): Promise<JobTimes> {
  const table: { askedAt: number; begunAt: number | null; endedAt: number | null; toldAt: number | null }[] = [];
  const worker = setInterval(() => {
    for (const job of table) {
      if (job.begunAt !== null) continue;
      job.begunAt = now();
      setTimeout(() => {
        job.endedAt = now();
      }, 100);
    }
  }, everyMs);
  const askers: NodeJS.Timeout[] = [];
  for (let at = 0; at < jobs; at += 1) {
    const job = { askedAt: now(), begunAt: null, endedAt: null, toldAt: null };
    table.push(job);
    const asker = setInterval(() => {
      const row = table[at];
      if (row === undefined || row.endedAt === null || row.toldAt !== null) return;
      row.toldAt = now();
      clearInterval(asker);
    }, everyMs);
    askers.push(asker);
    await sleep((everyMs * 1.3) / jobs);
  }
  while (table.some(({ toldAt }) => toldAt === null)) await sleep(20);
  for (const timer of [worker, ...askers]) clearInterval(timer);
  return {
    start: table.map(({ askedAt, begunAt }) => (begunAt ?? Number.NaN) - askedAt),
    status: table.map(({ endedAt, toldAt }) => (toldAt ?? Number.NaN) - (endedAt ?? Number.NaN)),
  };
}
