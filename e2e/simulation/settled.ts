import { failureOf } from '../../server/ledger/spent.ts';
import { isEnded, type Job } from '../../shared/engine/job.ts';
import { isPossiblyPaid } from '../../shared/engine/retry.ts';
import { callId } from '../../shared/kernel/brand.ts';
import { recordTables } from '../../shared/records/records.ts';
import type { Device } from './device.ts';
import type { Fault } from './rule.ts';
import type { World } from './world.ts';

const rests = (job: Job): boolean =>
  isEnded(job) || job.status === 'paused' || (job.status === 'waiting' && job.for === 'person');

/** True once nothing is left to do: every job rests, every change has come back. */
export function isQuiet({ history, devices }: World): boolean {
  for (const { job } of history.jobs.values()) if (!rests(job)) return false;
  return devices.every(({ store }) => {
    const copy = store.peek();
    return copy.outbox.length === 0 && copy.bases.length === 0 && copyFaults(history, copy).next().done === true;
  });
}

/** What must hold of a world that has been well for a while. */
export function* stillWrong(world: World, isOver: boolean): Iterable<Fault> {
  const { history, devices } = world;
  for (const { job } of history.jobs.values())
    if (!rests(job)) yield ['J8', `${job.id} is still ${JSON.stringify(statusOf(job))} after all has been well for long`];
  for (const { id, store } of devices) {
    const copy = store.peek();
    if (copy.outbox.length > 0) yield ['S2', `${copy.outbox.length} changes of ${id} never came back`];
    yield* copyFaults(history, copy);
  }
  if (!isOver) yield ['J8', 'the world did not come to rest'];
  yield* account(world);
  yield* programsKept(world);
  for (const { device, notice } of world.lateCancels) {
    const isTold = devices.some(({ id, store }) => id === device && store.peek().notices.some((each) => each.id === notice));
    if (!isTold) yield ['J6', `a cancel on ${device} came too late, and nobody was told: ${notice}`];
  }
  for (const device of devices) yield* changesKept(device, world);
}

const statusOf = (job: Job): object => ({
  status: job.status,
  for: job.status === 'waiting' ? job.for : null,
  steps: job.steps.map((step) => `${step.id} ${step.status} ${step.attempt}`),
  lease: job.lease,
});

type Copy = ReturnType<Device['store']['peek']>;

/** S1: the device's copy is the server's rows. */
function* copyFaults(history: World['history'], copy: Copy): Generator<Fault> {
  const keys = new Set(history.records.keys());
  for (const table of recordTables) {
    for (const [id, row] of copy[table]) {
      const key = `${table}/${id}`;
      keys.delete(key);
      const theirs = history.records.get(key);
      if (theirs === undefined || !isSame(theirs, row))
        yield ['S1', `${key} is ${JSON.stringify(row)} on the device and ${JSON.stringify(theirs)} on the server`];
    }
  }
  for (const key of keys) yield ['S1', `${key} is missing on the device`];
  for (const { job } of history.jobs.values()) {
    const mine = copy.jobs.get(job.id);
    if (mine === undefined || !isSame({ ...mine, lease: null }, { ...job, lease: null }))
      yield ['S1', `${job.id} is ${JSON.stringify(mine)} on the device and ${JSON.stringify(job)} on the server`];
  }
  if (copy.jobs.size !== history.jobs.size) yield ['S1', `${copy.jobs.size} of ${history.jobs.size} jobs are on the device`];
}

const isSame = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: object) => Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));

/**
 * L7: every attempt whose payment nobody knows is counted on its step. One that was open when its job was cancelled, or given up because
 * its recipe is gone, was reported by nobody: it stands on the job's page by its call.
 */
function* account({ history }: World): Iterable<Fault> {
  for (const { job } of history.jobs.values()) {
    for (const step of job.steps) {
      const reported = step.status === 'running' ? step.attempt - 1 : step.attempt;
      let unknown = 0;
      for (let attempt = 1; attempt <= reported; attempt += 1) {
        const end = history.calls.get(callId(job.id, step.id, attempt))?.end ?? null;
        if (end !== null && end.type !== 'done' && isPossiblyPaid(failureOf(end))) unknown += 1;
      }
      if (unknown !== step.possiblyPaid)
        yield ['L7', `${job.id}/${step.id} counts ${step.possiblyPaid} of ${unknown} possibly paid attempts`];
    }
  }
}

/** S2: every change that a tab took in was applied, and the last rename stands if nobody else could have made another. */
function* changesKept(device: Device, { history, devices }: World): Iterable<Fault> {
  const last = device.changes.size;
  const applied = history.applied.get(device.id) ?? 0;
  if (applied !== last) yield ['S2', `${applied} of ${last} changes were applied`];
  const titles = new Map<string, string>();
  for (let n = 1; n <= last; n += 1) {
    const change = device.changes.get(n)?.change;
    if (change === undefined) yield ['S2', `change ${n} has no place in the outbox's order`];
    else if (change.type === 'patch-document' && change.fields.title !== undefined) titles.set(change.id, change.fields.title);
  }
  if (devices.length > 1) return;
  for (const [id, title] of titles) {
    const document = history.records.get(`documents/${id}`);
    if (document !== undefined && 'title' in document && document.title !== title)
      yield ['S2', `document ${id} is titled ${document.title}, not ${title}`];
  }
}

/** Whatever a program heard or did not hear, a key has made at most one job, and one that was answered is there. */
function* programsKept({ history, program }: World): Iterable<Fault> {
  for (const job of program.made.values())
    if (!history.jobs.has(job)) yield ['S2', `${job} was promised to a program and is not there`];
  const theirs = [...history.jobs.values()].filter(({ job }) => job.createdBy === null).length;
  if (theirs > program.keys()) yield ['S2', `${program.keys()} keys made ${theirs} jobs`];
}
