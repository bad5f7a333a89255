/*
 * What another app shares with this one, between the service worker that takes it in and the page that asks what is to become of it.
 * It is kept in a cache, as it came: that works without a server, and touches no database.
 */

/** Where other apps send what they share, and the page that then opens. */
export const sharePath = '/share';

const cacheName = 'meanwhile-shared';
/** What the page is told in place of an id when nothing was kept because of its size. */
export const tooLarge = 'too-large';

/** More is not taken in, in bytes. */
export const maxSharedBytes = 25 * 1024 * 1024;
/** So many are kept until a person has said what is to become of them. */
const kept = 10;

const addressOf = (id: string): string => `${sharePath}/${id}`;

/** Keeps what was sent under `id`; false if it is too large. */
export async function keepShared(request: Request, id: string): Promise<boolean> {
  const body = await request.blob();
  if (body.size > maxSharedBytes) return false;
  const cache = await caches.open(cacheName);
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  await cache.put(addressOf(id), new Response(body, { headers }));
  const all = await cache.keys();
  await Promise.all(all.slice(0, -kept).map((old) => cache.delete(old)));
  return true;
}

/** What was shared under `id`, each as a file with a name; null if it is not here any more, or is nothing that can be read. */
export async function readShared(id: string): Promise<readonly File[] | null> {
  const response = await (await caches.open(cacheName)).match(addressOf(id));
  const form = await response?.formData().catch(() => null);
  if (!form) return null;
  const files = form.getAll('files').filter((each) => each instanceof File && each.size > 0);
  const text = sharedText(form);
  const all = [...(text === null ? [] : [text]), ...files].filter((each) => each instanceof File);
  return all.length === 0 ? null : all;
}

/**
 * Keeps, under `id`, what the server has sent along with this page, because no service worker was there to take it in; false if it sent
 * nothing, or it is too large. What was sent is taken only once.
 */
export async function keepSent(id: string): Promise<boolean> {
  const sent = document.getElementById('shared');
  sent?.remove();
  const request = sent === null ? null : requestOf(sent.textContent);
  return request !== null && keepShared(request, id);
}

/** The form as it came, in the server's words; null if they are none. */
export function requestOf(data: string): Request | null {
  const { type, body }: Record<string, unknown> = Object(JSON.parse(data));
  if (typeof type !== 'string' || typeof body !== 'string') return null;
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  return new Request(new URL(sharePath, location.href), { method: 'POST', headers: { 'content-type': type }, body: bytes });
}

/** Forgets it. */
export async function dropShared(id: string): Promise<void> {
  await (await caches.open(cacheName)).delete(addressOf(id));
}

/** A text that was shared, or an address, as a file named by its title. */
function sharedText(form: FormData): File | null {
  const [title, text, url] = ['title', 'text', 'url'].map((name) => textIn(form, name));
  const whole = [text, url].filter(Boolean).join('\n\n');
  if (whole === '') return null;
  const name = (title || whole.split('\n', 1)[0] || '').replace(/[/\\]/g, ' ').slice(0, 80).trim();
  return new File([whole], `${name}.txt`, { type: 'text/plain' });
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
