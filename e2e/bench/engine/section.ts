import { alone, attempt, type Comparison, type Section, whyOf } from '../comparison.ts';
import { quantile } from '../figures.ts';
import { type RedisProcess, startRedis } from '../redis.ts';
import { type RunOptions, tell } from '../run.ts';
import { type Clicks, measureClicks } from './clicks.ts';
import { type BullTimes, bullTimes, type JobTimes, ourJobTimes, ourRequestsAnHour, pollingTimes } from './jobs.ts';

const [turns, jobs] = [50, 20];
const pollSeconds = [1, 2, 5];

/** A click that starts a job, and a job from its asking to its end. */
export async function measureEngine({ repeats }: RunOptions): Promise<Section> {
  const share = repeats === null ? 1 : Math.min(1, repeats / 3);
  const clicks = await attempt('engine, clicks', async () => clickLines(await measureClicks(Math.ceil(turns * share))));
  const redis = await startRedis();
  try {
    const lines = await attempt('engine, jobs', () => jobLines(redis, Math.ceil(jobs * share)));
    return { comparisons: [...clicks, ...lines], notes };
  } finally {
    if (typeof redis !== 'string') await redis.end();
  }
}

const notes = [
  'The limit is one row, put strictly and heard of by a live query; ours is the job, its frozen brief and the outbox entry in one transaction, until the other tab has drawn it.',
  'A job’s start, ours: from the program’s request until the provider has the call, the claim on the disk. Its status: from the provider’s last word until the program’s stream has ended, the result in the document. BullMQ’s jobs and the polled ones do and keep nothing.',
  'Requests an hour: ours are a browser’s while it drives a running job (its feed is one more, for all jobs). BullMQ’s are commands to Redis of a queue, a worker and a listener with one running job. A poller asks once for each job that it follows.',
];

function clickLines({ ours, raw }: Clicks): readonly Comparison[] {
  const by = 'a raw strict put and a live-query hop';
  const line = (name: string, share: number): Comparison => ({
    ...alone,
    what: `click → job durable and visible in another tab, ${name} of ${ours.length}`,
    unit: 'ms',
    ours: [quantile(ours, share)],
    limits: [{ by, values: [quantile(raw, share)] }],
  });
  const ratio = quantile(ours, 0.95) / quantile(raw, 0.95);
  return [
    line('p50', 0.5),
    line('p95', 0.95),
    { ...alone, what: 'the same, p95 over the limit’s p95', unit: 'times', ours: [ratio], budget: { atMost: 3 } },
  ];
}

async function jobLines(redis: RedisProcess | string, many: number): Promise<readonly Comparison[]> {
  tell('engine, jobs, ours');
  const ours = await ourJobTimes(many);
  tell('engine, jobs, BullMQ');
  const bull = typeof redis === 'string' ? redis : await bullTimes(redis.port, many).catch(couldNotMeasure);
  tell('engine, jobs, polling');
  // Pollers wait nearly all the time, and requests are only counted: the two do not disturb each other.
  const [requests, ...polled] = await Promise.all([
    ourRequestsAnHour(),
    ...pollSeconds.map(async (seconds) => ({ seconds, ...(await pollingTimes(seconds * 1_000, many)) })),
  ]);
  const others = (
    ofBull: (times: BullTimes) => readonly number[],
    of: (times: JobTimes & { readonly seconds: number }) => readonly number[],
  ) => [
    typeof bull === 'string' ? { by: 'BullMQ', absent: bull } : { by: 'BullMQ', values: [...ofBull(bull)] },
    ...polled.map((times) => ({ by: `polling every ${times.seconds} s`, values: [...of(times)] })),
  ];
  const times = (of: (times: JobTimes) => readonly number[]) => others(of, of);
  return [
    {
      ...alone,
      what: 'a job asked for → its work begins',
      unit: 'ms',
      ours: [...ours.start],
      peers: times(({ start }) => start),
    },
    {
      ...alone,
      what: 'its work ends → the asker knows',
      unit: 'ms',
      ours: [...ours.status],
      peers: times(({ status }) => status),
    },
    {
      ...alone,
      what: 'requests while a job runs',
      unit: 'an hour',
      ours: [requests],
      peers: others(
        ({ commandsAnHour }) => [commandsAnHour],
        ({ seconds }) => [3_600 / seconds],
      ),
    },
  ];
}

const couldNotMeasure = (error: unknown): string => `could not be measured: ${whyOf(error)}`;
