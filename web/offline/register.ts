import type { Sleep } from '../../shared/kernel/time.ts';
import type { ShowJobEnd } from '../notify/show-job-end.ts';
import type { Updates } from '../ports.ts';

export type ServiceWorkerDeps = {
  /** Shows a page of the app in this tab. */
  readonly open: (page: string) => void;
  readonly reload: () => void;
  readonly sleep: Sleep;
  readonly log: (error: unknown) => void;
};

export type ServiceWorkerPort = {
  readonly updates: Updates;
  /** A newer version wants the storage: resolves when this one has written what it still had to. */
  readonly letGo: () => Promise<void>;
  readonly register: () => Promise<void>;
  /** Hands an end to the service worker; false if there is none. */
  readonly notify: (message: ShowJobEnd) => Promise<boolean>;
};

/** How long a person who pressed Reload waits for a newer version to be put in place; the page is loaded anew in any case. */
const takeOverLimitMs = 10_000;

/** The service worker as a tab sees it. A new version waits until a person presses Reload; tabs that did not, go on and say so. */
export function createServiceWorkerPort(deps: ServiceWorkerDeps): ServiceWorkerPort {
  const listeners = new Set<() => void>();
  const leaving = new Set<() => Promise<void>>();
  let isReady = false;
  let isNeeded = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const ready = () => {
    isReady = true;
    tell();
  };
  return {
    updates: {
      isReady: () => isReady,
      isNeeded: () => isNeeded,
      onLeaving: (save) => {
        leaving.add(save);
        return () => leaving.delete(save);
      },
      onReady: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      reload: () => {
        const limit = deps.sleep(takeOverLimitMs);
        void Promise.race([newerTakesOver(), limit]).then(deps.reload, deps.reload);
      },
    },
    letGo: async () => {
      isNeeded = true;
      tell();
      await Promise.all([...leaving].map((save) => save().catch(deps.log)));
    },
    register: async () => {
      if (!('serviceWorker' in navigator)) return;
      const { Workbox } = await import('workbox-window');
      const workbox = new Workbox('/service-worker.js');
      workbox.addEventListener('waiting', ready);
      workbox.addEventListener('controlling', ({ isUpdate }) => {
        // Another tab pressed Reload.
        if (isUpdate) ready();
      });
      navigator.serviceWorker.addEventListener('message', ({ data }) => {
        if (data?.type === 'open' && typeof data.page === 'string') deps.open(data.page);
      });
      await workbox.register().catch(deps.log);
    },
    notify: async (message) => {
      const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
      if (!registration?.active) return false;
      registration.active.postMessage(message);
      return true;
    },
  };
}

/**
 * Lets the newest version take over, also one that this browser has not heard of: a server may be newer than the page that it stored.
 * Resolves when it has, or when there is none.
 */
async function newerTakesOver(): Promise<void> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
  if (registration === undefined) return;
  // Without a server there is nothing newer.
  if (registration.waiting === null) await registration.update().catch(() => {});
  if (registration.installing !== null) await reaches(registration.installing, 'installed');
  const { waiting } = registration;
  if (waiting === null) return;
  waiting.postMessage({ type: 'SKIP_WAITING' });
  await reaches(waiting, 'activated');
}

/** Resolves when the worker has come this far, or is given up. */
const reaches = (worker: ServiceWorker, state: 'installed' | 'activated'): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (worker.state === state || worker.state === 'redundant') resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
