import type { Job } from '../../shared/engine/job.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Alerts, JobEnd } from '../ports.ts';
import type { EndKey, Meta } from '../store/meta.ts';
import type { ShowJobEnd } from './show-job-end.ts';

/*
 * Tells the end of a job once on this device (J11): as a toast if any tab is visible, else as one notification, else at the next visit.
 * Whoever tells it notes that first, in one transaction; so of two tabs, or a tab and the service worker, one tells.
 */

export type AlertsDeps = {
  readonly account: AccountId;
  readonly meta: Pick<Meta, 'tellOnce' | 'toldSince'>;
  readonly watchEnds: (after: number, listener: (ended: readonly Job[]) => void) => () => void;
  /** Ask the browser; `unsupported` where it has no notifications. */
  readonly permission: Alerts['permission'];
  readonly askPermission: () => Promise<'on' | 'denied' | 'unsupported'>;
  /** True while a person can see this tab. */
  readonly isVisible: () => boolean;
  /** Calls back when that changes. */
  readonly onVisible: (listener: () => void) => void;
  readonly isAnyTabVisible: () => Promise<boolean>;
  /** The path of the page that this tab shows. */
  readonly path: () => string;
  /** Hands an end to the service worker; false if there is none. */
  readonly notify: (message: ShowJobEnd) => Promise<boolean>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: (error: unknown) => void;
};

/** Ends longer ago than this are old news. */
const newsMs = 7 * 86_400_000;
/** A tab that shows the very document goes first, so that nobody is told what they see. */
const afterYouMs = 150;

export type StartedAlerts = { readonly alerts: Alerts; readonly run: (signal: AbortSignal) => Promise<void> };

export function createAlerts(deps: AlertsDeps): StartedAlerts {
  const listeners = new Set<(end: JobEnd) => void>();
  const early: JobEnd[] = [];
  const toast = (end: JobEnd) => {
    if (listeners.size === 0) early.push(end);
    for (const listener of listeners) listener(end);
  };
  return {
    alerts: {
      permission: deps.permission,
      turnOn: deps.askPermission,
      onToast: (listener) => {
        listeners.add(listener);
        for (const end of early.splice(0)) listener(end);
        return () => listeners.delete(listener);
      },
    },
    run: (signal) => watch(deps, toast, signal),
  };
}

async function watch(deps: AlertsDeps, toast: (end: JobEnd) => void, signal: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  const since = Math.max(await deps.meta.toldSince(deps.account, now), now - newsMs);
  const settled = new Set<EndKey>();
  let ended: readonly Job[] = [];
  const tellAll = async () => {
    for (const job of ended) {
      const end = endOf(job);
      const key: EndKey = `${job.id}/${job.round}`;
      if (end === null || settled.has(key)) continue;
      settled.add(key);
      if (!(await tell(deps, key, end, toast))) settled.delete(key);
    }
  };
  const look = () => void tellAll().catch(deps.log);
  if (signal.aborted) return;
  const stop = deps.watchEnds(since, (jobs) => {
    ended = jobs;
    look();
  });
  signal.addEventListener('abort', stop, { once: true });
  deps.onVisible(look);
}

/** True if the end is told, here or elsewhere; false if it waits for a tab to be seen. */
async function tell(deps: AlertsDeps, key: EndKey, end: JobEnd, toast: (end: JobEnd) => void): Promise<boolean> {
  if (!deps.isVisible()) {
    if (deps.permission() !== 'on' || (await deps.isAnyTabVisible())) return false;
    return deps.notify({ type: 'showJobEnd', key, end });
  }
  const isSeen = () => deps.path() === `/documents/${end.documentId}`;
  if (!isSeen()) await deps.sleep(afterYouMs);
  const isMine = await deps.meta.tellOnce(key, deps.clock.now());
  if (isMine && !isSeen()) toast(end);
  return true;
}

/** A cancelled job is not told: a person ended it. */
function endOf(job: Job): JobEnd | null {
  const { id: jobId, title, documentId } = job;
  if (job.status === 'failed') return { jobId, title, documentId, outcome: 'failed' };
  if (job.status !== 'completed') return null;
  return { jobId, title, documentId, outcome: job.result.truncated ? 'truncated' : 'completed' };
}
