import type { Job } from '../engine/job.ts';
import { firstOf } from '../kernel/bell.ts';
import { type DriverId, deviceId } from '../kernel/brand.ts';
import type { NewId, Random } from '../kernel/random.ts';
import { type Clock, millis, type Sleep } from '../kernel/time.ts';
import type { FeedMessage } from '../protocol/feed.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { DeviceStore } from '../sync/device-store.ts';
import { receive, reset, serverJobs } from '../sync/replica.ts';
import type { ConnectionState } from './connection.ts';
import type { JobRows } from './job-rows.ts';
import type { LiveTexts } from './live-texts.ts';
import type { Remote } from './remote.ts';
import type { ServerTime } from './server-time.ts';

const firstBackoffMs = 100;
/** The longest pause between two tries: while a job is under way, whose text somebody waits for, and otherwise. */
const longestBusyMs = 2_000;
const longestIdleMs = 8_000;

export type FollowDeps = {
  readonly driver: DriverId;
  readonly store: DeviceStore;
  readonly remote: Remote;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly newId: NewId;
  readonly trouble: (error: unknown) => void;
  readonly texts: LiveTexts;
  readonly jobs: JobRows;
  readonly time: ServerTime;
  readonly connection: ConnectionState;
  /** The feed is open: whatever waits for the server can go on. */
  readonly opened: () => void;
  readonly nudged: (signal: AbortSignal) => Promise<void>;
  /** Resolves when the server has refused this device elsewhere: a feed that is open under what is over by now must be opened anew. */
  readonly refused: (signal: AbortSignal) => Promise<void>;
};

/** Keeps the feed open for as long as the engine lives: a stream that ends is opened anew with what the device has by then. */
export async function follow(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  const { connection } = deps;
  let backoffMs = firstBackoffMs;
  while (!signal.aborted) {
    const isWhole = await listen(deps, signal).then(
      () => true,
      (error: unknown) => {
        deps.trouble(error);
        return false;
      },
    );
    if (signal.aborted) return;
    // A device that could not take in what came, such as a full one, is not helped by hearing it again at once.
    if (isWhole && connection.get().type === 'online') backoffMs = firstBackoffMs;
    const isRefused = connection.get().type === 'refused';
    const waitMs = isRefused ? longestIdleMs : pauseMs(deps, backoffMs);
    if (!isRefused) connection.set({ type: 'unreachable', retryAt: millis(deps.time.clock.now() + waitMs) });
    await firstOf(signal, [(stop) => deps.sleep(waitMs, stop), deps.nudged]);
    backoffMs = Math.min(longestIdleMs, backoffMs * 2);
  }
}

/** Spread over half of its length, so that devices which lost a server together do not come back together. */
function pauseMs({ jobs, random }: FollowDeps, backoffMs: number): number {
  const longestMs = jobs.active().some(isUnderWay) ? longestBusyMs : longestIdleMs;
  return Math.ceil(Math.min(longestMs, backoffMs) * (0.5 + random() / 2));
}

/** It goes on without anybody's doing anything. */
const isUnderWay = (job: Job): boolean =>
  job.status === 'queued' || job.status === 'running' || (job.status === 'waiting' && job.for !== 'person');

/**
 * One life of the stream. A message that asks for a new one, or a hole in the rows or in a text, ends it. The rows up to the copy's place
 * may have been taken in by another engine of this device, so the jobs among them are read from there.
 */
async function listen(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  const known = deps.jobs.active().map(({ id }) => id);
  const { state, jobs } = await deps.store.transaction(async (tx) => ({
    state: await tx.state(),
    jobs: await serverJobs(tx, known),
  }));
  if (state.account === null) return;
  deps.jobs.load(jobs, state.cursor);
  const { account, device, storeId, cursor } = state;
  const offsets = deps.texts.offsets();
  const input = { protocol: protocolVersion, account, device, driver: deps.driver, storeId, cursor, offsets };
  const life = new AbortController();
  const stop = () => life.abort();
  signal.addEventListener('abort', stop, { once: true });
  void deps.refused(life.signal).then(stop);
  const onMessages = async (messages: readonly FeedMessage[]) => {
    for (const message of messages) {
      if (life.signal.aborted) return;
      if (await take(deps, message)) life.abort();
    }
  };
  try {
    await deps.remote.feed(input, onMessages, life.signal);
  } finally {
    signal.removeEventListener('abort', stop);
    life.abort();
  }
}

/** What one message changes; true if the feed must be opened anew. */
async function take(deps: FollowDeps, message: FeedMessage): Promise<boolean> {
  switch (message.type) {
    case 'hello':
      await greet(deps, message);
      return false;
    case 'reset':
      await deps.store.transaction((tx) => reset(tx, message, deviceId(deps.newId())));
      return true;
    case 'rows':
      return !(await takeRows(deps, message));
    case 'text':
    case 'call':
      return deps.texts.take(message) === 'hole';
    case 'bell':
      deps.jobs.ringTurn();
      return false;
    case 'refused':
      if (message.reason !== 'stopping') deps.connection.set({ type: 'refused', reason: message.reason });
      return true;
  }
}

async function greet(deps: FollowDeps, hello: Extract<FeedMessage, { type: 'hello' }>): Promise<void> {
  deps.time.set(hello.serverNow, hello.leaseMs);
  await deps.store.transaction(async (tx) => {
    const state = await tx.state();
    if (state.storeId === null) await tx.setState({ ...state, storeId: hello.storeId });
  });
  deps.connection.set({ type: 'online', serverNow: hello.serverNow });
  deps.texts.feedOpened();
  deps.opened();
}

/** False if the copy lacks what these rows follow on. */
async function takeRows(deps: FollowDeps, message: Extract<FeedMessage, { type: 'rows' }>): Promise<boolean> {
  const isWhole = await deps.store.transaction((tx) => receive(tx, message, deps.clock.now()));
  if (!isWhole) return false;
  const settled = message.rows.flatMap((row) => (row.table === 'jobs' && row.row !== null ? deps.texts.settle(row.row) : []));
  if (settled.length > 0) await deps.store.dropDrafts(settled);
  deps.jobs.take(message.rows);
  return true;
}
