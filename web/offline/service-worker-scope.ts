import type { PrecacheEntry } from 'workbox-precaching';

/** The part of a service worker's global scope that we use; the page's types know nothing of it. */
export type ServiceWorkerScope = {
  readonly __WB_MANIFEST: (PrecacheEntry | string)[];
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    readonly matchAll: (of: { readonly type: 'window'; readonly includeUncontrolled: boolean }) => Promise<readonly TabClient[]>;
    readonly openWindow: (url: string) => Promise<unknown>;
  };
  readonly navigator: Navigator;
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: {
    (type: 'message', listener: (event: Lasting & { readonly data: unknown }) => void): void;
    (type: 'notificationclick', listener: (event: Lasting & { readonly notification: Notification }) => void): void;
  };
};

type Lasting = { readonly waitUntil: (work: Promise<unknown>) => void };

/** An open tab. */
type TabClient = {
  readonly postMessage: (message: unknown) => void;
  readonly focus: () => Promise<unknown>;
  readonly visibilityState: DocumentVisibilityState;
};
