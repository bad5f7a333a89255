import { expect, test } from 'vitest';
import type { Job } from '../../shared/engine/job.ts';
import { accountId } from '../../shared/kernel/brand.ts';
import { millis, testClock } from '../../shared/kernel/time.ts';
import { aJob } from '../../shared/sync/device-store.contract.ts';
import type { JobEnd } from '../ports.ts';
import type { EndKey } from '../store/meta.ts';
import { createAlerts } from './alerts.ts';

const completed = (id: string): Job => ({
  ...aJob(id),
  status: 'completed',
  endedAt: millis(2),
  result: { truncated: false, words: 3, leftOut: [] },
});

/** A device with its record of what was told, and tabs on it. */
function device() {
  const told = new Set<EndKey>();
  const notified: EndKey[] = [];
  const clock = testClock();
  const tab = (of: { isVisible: boolean; path?: string; permission?: 'on' | 'off'; isOtherVisible?: boolean }) => {
    const state = { ...of };
    let ends: (jobs: readonly Job[]) => void = () => {};
    let seen: () => void = () => {};
    const toasts: JobEnd[] = [];
    const { alerts, run } = createAlerts({
      account: accountId('account'),
      meta: {
        toldSince: async () => millis(1),
        tellOnce: async (end) => {
          const isNew = !told.has(end);
          told.add(end);
          return isNew;
        },
      },
      watchEnds: (_after, listener) => {
        ends = listener;
        return () => {};
      },
      permission: () => state.permission ?? 'on',
      askPermission: async () => 'on',
      isVisible: () => state.isVisible,
      onVisible: (listener) => {
        seen = listener;
      },
      isAnyTabVisible: async () => state.isOtherVisible ?? false,
      path: () => state.path ?? '/',
      notify: async ({ key }) => {
        if (!told.has(key)) notified.push(key);
        told.add(key);
        return true;
      },
      clock,
      sleep: async () => {},
      log: (error) => {
        throw error;
      },
    });
    alerts.onToast((end) => toasts.push(end));
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    return {
      toasts,
      end: async (...jobs: readonly Job[]) => {
        await run(new AbortController().signal);
        ends(jobs);
        await settle();
      },
      show: async () => {
        state.isVisible = true;
        seen();
        await settle();
      },
    };
  };
  return { tab, notified };
}

test('[J11] of two visible tabs one shows the toast', async () => {
  const { tab, notified } = device();
  const [one, two] = [tab({ isVisible: true }), tab({ isVisible: true })];
  await Promise.all([one.end(completed('j1')), two.end(completed('j1'))]);
  expect(one.toasts.length + two.toasts.length).toBe(1);
  expect(notified).toEqual([]);
});

test('[J11] nobody is told what they are looking at', async () => {
  const { tab } = device();
  const [looking, other] = [tab({ isVisible: true, path: '/documents/d1' }), tab({ isVisible: true })];
  await looking.end(completed('j1'));
  await other.end(completed('j1'));
  expect([looking.toasts, other.toasts]).toEqual([[], []]);
});

test('[J11] with every tab hidden one notification is shown, and no toast follows it', async () => {
  const { tab, notified } = device();
  const [one, two] = [tab({ isVisible: false }), tab({ isVisible: false })];
  await Promise.all([one.end(completed('j1')), two.end(completed('j1'))]);
  expect(notified).toEqual(['j1/0']);
  await one.show();
  expect(one.toasts).toEqual([]);
});

test('a hidden tab leaves the telling to a visible one', async () => {
  const { tab, notified } = device();
  const hidden = tab({ isVisible: false, isOtherVisible: true });
  await hidden.end(completed('j1'));
  expect([notified, hidden.toasts]).toEqual([[], []]);
});

test('[J11] without permission the end waits until a tab is looked at', async () => {
  const { tab, notified } = device();
  const hidden = tab({ isVisible: false, permission: 'off' });
  await hidden.end(completed('j1'));
  expect(notified).toEqual([]);
  await hidden.show();
  expect(hidden.toasts).toMatchObject([{ jobId: 'j1', outcome: 'completed' }]);
});

test('a failed job that is retried and ends again is told again; a cancelled one never', async () => {
  const { tab } = device();
  const own = tab({ isVisible: true });
  const failure = { type: 'permanent', reason: 'refusal', free: true, status: null, detail: '' } as const;
  const failed: Job = { ...aJob('j1'), status: 'failed', endedAt: millis(2), failure };
  await own.end(failed);
  await own.end(failed, { ...completed('j1'), round: 1 }, { ...aJob('j2'), status: 'cancelled', endedAt: millis(3) });
  expect(own.toasts.map(({ outcome }) => outcome)).toEqual(['failed', 'completed']);
});
