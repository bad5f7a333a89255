import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxBodyBytes } from './http-server.ts';

/** Where other apps send what they share. The app's service worker takes it in; the server does while there is none. */
const sharePath = '/share';

const formType = /^multipart\/form-data; ?boundary=[\w'()+,./:=?-]{1,70}$/;

/**
 * Answers what another app has shared with the app's own page, which carries it along, to the byte, in a block of data that nothing runs:
 * the page keeps it on the device and asks what is to become of it. Here nothing is kept, changed or looked into, so that whoever sends
 * something does no more than open that page. What is too much leads to the page that says so.
 */
export async function answerShared(page: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readAll(request);
  const type = request.headers['content-type'] ?? '';
  if (body === null || !formType.test(type)) {
    response.writeHead(303, { Location: body === null ? `${sharePath}?id=too-large` : sharePath, Connection: 'close' }).end();
    return;
  }
  const data = JSON.stringify({ type, body: body.toString('base64') }).replaceAll('<', '\\u003c');
  const block = `<script type="application/json" id="shared">${data}</script>`;
  response.writeHead(200, { 'Content-Type': 'text/html;charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(page.replace('</head>', () => `${block}</head>`));
}

/** Null for more than any request may hold. */
async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > maxBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
