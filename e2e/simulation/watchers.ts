import type { ApplyPush } from '../../server/sync/push.ts';
import type { CallId, DeviceId } from '../../shared/kernel/brand.ts';
import type { FeedMessage } from '../../shared/protocol/feed.ts';
import { callRules } from './call-rules.ts';
import type { Device, RunningEngine } from './device.ts';
import type { FaultyDisk } from './disk.ts';
import type { Commit, History } from './history.ts';
import { jobRules } from './job-rules.ts';
import type { Provider } from './provider.ts';
import { recordRules } from './record-rules.ts';
import type { Known, Rule } from './rule.ts';
import type { ServerStorage } from './server-storage.ts';
import type { Servers } from './servers.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Witness } from './witness.ts';

/** A cancel that came too late, and the notice by which its device tells so. */
export type LateCancel = { readonly device: DeviceId; readonly notice: string };

/** L5: a call's socket is closed for a cancel, or because its process is told to stop; never because somebody left or lost a lease. */
export function hangUpIsAsked(call: CallId, isRunning: boolean, history: History, broken: Witness['broken']): void {
  // A process that was given up and wakes finds that its call is not its own any more (L9).
  if (history.calls.get(call)?.end?.type === 'lost') return;
  const job = history.calls.get(call)?.job;
  const status = job === undefined ? undefined : history.jobs.get(job)?.job.status;
  if (isRunning && status !== 'cancelled') broken('L5', `${call} was hung up while its job is ${status}`);
}

/** L4: what leaves for a reader is in the log already. */
export function textIsDurable(messages: readonly FeedMessage[], history: History, broken: Witness['broken']): void {
  for (const message of messages) {
    if (message.type !== 'text') continue;
    const { call, offset, text } = message;
    if (history.calls.get(call)?.text.slice(offset, offset + text.length) !== text)
      broken('L4', `text of ${call} at ${offset} left for a reader before it was durable`);
  }
}

/** L4: what a device shows of a call is the beginning of its log, no more and nothing else. */
export function watchEngine({ engine, party }: RunningEngine, history: History, { note, broken }: Witness): void {
  note(`${party.name} starts`);
  party.onDeath(() => note(`${party.name} is dead`));
  engine.texts.subscribe(({ call, text }) => {
    if (history.calls.get(call)?.text.startsWith(text) !== true)
      broken('L4', `${party.name} shows a text of ${call} that its log does not have`);
  });
}

type Watched = {
  readonly time: VirtualTime;
  readonly history: History;
  readonly provider: Provider;
  readonly server: Servers;
  readonly devices: readonly Device[];
  readonly disk: FaultyDisk;
  readonly isGivenBack: Known['isGivenBack'];
};

/** An outbox is taken in under the account that it belongs to, and no other. */
export function watchPush(push: ApplyPush, { reached, broken }: Witness): ApplyPush {
  return async (account, said) => {
    const answer = await push(account, said);
    if (said.account === account) return answer;
    reached('push: under another account');
    if (answer.type !== 'refused') broken('S2', `the outbox of ${said.account} was taken in under ${account}`);
    return answer;
  };
}

/** All that must hold of every committed transaction. */
const rules: readonly Rule[] = [...jobRules, ...callRules, ...recordRules];

/** Holds every rule against every commit, at the moment it is made. */
export function watchCommits(
  storage: ServerStorage,
  watched: Watched,
  { reached, broken }: Witness,
  lateCancels: LateCancel[],
): void {
  const { history, provider, server, devices } = watched;
  const known: Known = {
    history,
    sends: provider.sends,
    changes: (of, n) => devices.find(({ id }) => id === of)?.changes.get(n)?.change ?? null,
    isRunning: server.isRunning,
    isDead: server.isDead,
    isShared: server.isShared,
    isGivenBack: watched.isGivenBack,
  };
  storage.onCommitted(async (written) => {
    const commit = await history.read(written);
    reached('commits checked');
    if (commit.calls.some(({ after }) => after.end?.type === 'lost' && server.isRunning(after.owner)))
      reached('store: a live process was given up');
    for (const rule of rules) for (const [promise, detail] of rule(commit, known)) broken(promise, detail);
    lateCancels.push(...lateCancelsOf(commit, known));
    for (const { before, after } of commit.jobs)
      if (after.status === 'cancelled' && before?.status !== 'cancelled') watchCancel(watched, after.id, broken);
  });
}

function lateCancelsOf({ applied }: Commit, { changes, history }: Known): readonly LateCancel[] {
  return applied.flatMap(({ device, after: n }) => {
    const change = changes(device, n);
    const isCancel = change?.type === 'intend' && change.intent.type === 'cancel';
    const job = isCancel ? history.jobs.get(change.jobId)?.job : undefined;
    return job?.status === 'completed' ? [{ device, notice: `too_late.${n}` }] : [];
  });
}

const cancelMs = 1_000;

/**
 * J6: a call of a job that was cancelled is hung up within a second. Not if its process stands still, nor if the commit of the cancel
 * seemed to fail: then nobody may act on it before it is known to be durable.
 */
function watchCancel({ time, provider, server, disk }: Watched, job: string, broken: Witness['broken']): void {
  const excused = new Set<string>();
  const look = (): void => {
    for (const { call, boot } of provider.sends.values())
      if (call.startsWith(`${job}/`) && (disk.mayLie() || server.isHeldUp(boot))) excused.add(call);
  };
  look();
  for (let part = 1; part < 10; part += 1) time.after((part * cancelMs) / 10, look);
  time.after(cancelMs, () => {
    look();
    for (const { call, state } of provider.sends.values())
      if (call.startsWith(`${job}/`) && state === 'open' && !excused.has(call))
        broken('J6', `${call} goes on a second after the cancel`);
  });
}
