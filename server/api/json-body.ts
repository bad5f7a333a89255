import type { IncomingMessage } from 'node:http';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { invalid, type Problem, problem } from './problem.ts';

/**
 * Reads a request's body as JSON, whatever its Content-Type says. It counts as it reads, because a body that comes in chunks does not
 * say its size; what is left of one that is too large goes by unread, so that the answer still arrives.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<Result<unknown, Problem>> {
  const body = await readBody(request, maxBytes);
  if (!body.ok) return body;
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body.value)));
  } catch {
    return invalid('body', 'This is not JSON.');
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Result<Buffer, Problem>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.resume();
        return problem('too_large', `A request may hold up to ${maxBytes / 1_048_576} MB.`);
      }
      chunks.push(chunk);
    }
  } catch {
    return invalid('body', 'The connection broke off before its end.');
  }
  return ok(Buffer.concat(chunks));
}
