import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { jobEndInWords, pageOf, parseShowJobEnd, type ShowJobEnd } from '../notify/show-job-end.ts';
import { systemClock, systemNewId } from '../ports.system.ts';
import { createMeta } from '../store/meta.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';
import { keepShared, sharePath, tooLarge } from './shared.ts';

/*
 * Keeps the app's shell for when there is no server, deep links included, shows the end of a job when nobody looks, and takes in what
 * other apps share. It takes over from the one before it only when a person has pressed Reload: open tabs go on with the build they came from.
 */

declare const self: ServiceWorkerScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/trpc\//, /^\/api\//, /^\/healthz/, /^\/metrics$/],
  }),
);

registerRoute(
  ({ sameOrigin, url }) => sameOrigin && url.pathname === sharePath,
  ({ request }) => takeShared(request),
  'POST',
);

const meta = createMeta();

self.addEventListener('message', (event) => {
  const { data } = event;
  if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
    return;
  }
  const shown = parseShowJobEnd(data);
  if (shown !== null) event.waitUntil(showJobEnd(shown));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { page } = event.notification.data;
  if (typeof page === 'string' && page.startsWith('/')) event.waitUntil(open(page));
});

/** The end is noted before it is shown: at most once, even if this worker is stopped in between (J11). */
async function showJobEnd({ key, end }: ShowJobEnd): Promise<void> {
  if (!(await meta.tellOnce(key, systemClock.now()))) return;
  const { title, body } = jobEndInWords(end);
  await self.registration.showNotification(title, { body, tag: end.jobId, data: { page: pageOf(end) }, icon: '/icon-192.png' });
  await self.navigator.setAppBadge?.().catch(() => {});
}

/** Keeps what another app shares, and asks the person what is to become of it: nothing is added by what was sent alone. */
async function takeShared(request: Request): Promise<Response> {
  const id = systemNewId();
  const isKept = await keepShared(request, id).catch(() => null);
  const page = isKept === null ? sharePath : `${sharePath}?id=${isKept ? id : tooLarge}`;
  return Response.redirect(page, 303);
}

/** Shows a page in an open tab, or in a new one. The message goes first: a browser may refuse to focus. */
async function open(page: string): Promise<void> {
  const [tab] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  try {
    if (tab === undefined) {
      await self.clients.openWindow(page);
      return;
    }
    tab.postMessage({ type: 'open', page });
    await tab.focus();
  } catch {
    // The tab shows the page all the same once a person turns to it.
  }
}
