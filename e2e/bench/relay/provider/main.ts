import { createServer, type ServerResponse } from 'node:http';
import { takeOrders } from '../../role.ts';
import { createSource } from '../deltas.ts';
import { listenAnywhere } from '../server/listen.ts';

// relay/provider/main.ts: says deltas to every call of the Messages API, each as an event of its own, and can do nothing else.

const source = createSource();
const callers: ServerResponse[] = [];

const write = (response: ServerResponse, type: string, fields: object) =>
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'msg', type: 'message', role: 'assistant', model: 'bench', content: [], stop_reason: null, usage };
  write(response, 'message_start', { message });
  write(response, 'content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  callers.push(response);
  source.add((text) => write(response, 'content_block_delta', { index: 0, delta: { type: 'text_delta', text } }));
});
const origin = await listenAnywhere(server);

takeOrders({
  origin: () => origin,
  start: source.start,
  /** How many deltas were said in all. */
  finish: () => {
    source.stop();
    for (const response of callers) {
      write(response, 'content_block_stop', { index: 0 });
      write(response, 'message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } });
      write(response, 'message_stop', {});
      response.end();
    }
    return source.made();
  },
});
