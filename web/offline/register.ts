import type { Workbox } from 'workbox-window';
import type { ShowJobEnd } from '../notify/show-job-end.ts';
import type { Updates } from '../ports.ts';

export type ServiceWorkerDeps = {
  /** Shows a page of the app in this tab. */
  readonly open: (page: string) => void;
  readonly reload: () => void;
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

/** The service worker as a tab sees it. A new version waits until a person presses Reload; tabs that did not, go on and say so. */
export function createServiceWorkerPort(deps: ServiceWorkerDeps): ServiceWorkerPort {
  const listeners = new Set<() => void>();
  let waiting: Workbox | null = null;
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
        if (waiting === null) return deps.reload();
        waiting.addEventListener('controlling', deps.reload);
        waiting.messageSkipWaiting();
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
      workbox.addEventListener('waiting', () => {
        waiting = workbox;
        ready();
      });
      workbox.addEventListener('controlling', ({ isUpdate }) => {
        // Another tab pressed Reload.
        waiting = null;
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
