import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What the adapter wants to know of one call's socket, beside the answer. */
export type Wire = {
  /** A connection stands, so the request may have been read. */
  readonly onReached: () => void;
  /** The answer begins. */
  readonly onHeaders: (headers: Headers) => void;
  /** Raw bytes of the answer's body came. */
  readonly onByte: () => void;
  /** The socket failed or was cut, by nobody on our side. */
  readonly onCut: (error: Error) => void;
};

/**
 * `fetch` for one call to a provider, on node:http. The built-in one gives up after 300 s without headers, which a local model
 * with a long prompt needs; and it hides whether a connection was ever made, which decides what may have been paid (L7).
 * Takes a text body; follows no redirects.
 */
export function createProviderFetch(wire: Wire): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const secure = url.protocol === 'https:';
      const signal = init.signal ?? new AbortController().signal;
      const request = (secure ? requestHttps : requestHttp)(url, {
        method: init.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init.headers)),
        signal,
      });
      request.on('socket', (socket) => {
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', wire.onReached);
        else wire.onReached();
      });
      request.on('error', (error) => {
        if (!signal.aborted) wire.onCut(error);
        reject(signal.aborted ? signal.reason : error);
      });
      request.on('response', (answer) => resolve(responseOf(answer, wire, signal)));
      request.end(typeof init.body === 'string' ? init.body : undefined);
    });
}

function responseOf(answer: IncomingMessage, wire: Wire, signal: AbortSignal): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  wire.onHeaders(headers);
  return new Response(bodyOf(answer, wire, signal), { status: answer.statusCode ?? 502, headers });
}

function bodyOf(answer: IncomingMessage, wire: Wire, signal: AbortSignal): ReadableStream<Uint8Array> {
  // The reader may leave while the socket still has something to say.
  let isOpen = true;
  return new ReadableStream({
    start(controller) {
      const leave = (how: () => void): void => {
        if (isOpen) how();
        isOpen = false;
      };
      answer.on('data', (bytes: Buffer) => {
        wire.onByte();
        if (!isOpen) return;
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) answer.pause();
      });
      answer.on('end', () => leave(() => controller.close()));
      answer.on('error', (error) => {
        if (!signal.aborted && isOpen) wire.onCut(error);
        leave(() => controller.error(signal.aborted ? signal.reason : error));
      });
    },
    pull() {
      answer.resume();
    },
    cancel() {
      isOpen = false;
      answer.destroy();
    },
  });
}
