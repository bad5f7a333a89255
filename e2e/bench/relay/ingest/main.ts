import { type IncomingMessage, request as requestHttp } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod/mini';
import { systemClock } from '../../../../server/clock.system.ts';
import { createAnthropicModel } from '../../../../server/model/anthropic.ts';
import { systemSleep } from '../../../../server/sleep.system.ts';
import { takeOrders } from '../../role.ts';
import { deltaChars } from '../deltas.ts';

// relay/ingest/main.ts <ours | raw> <origin> <calls>: listens to a provider, by the shipped adapter over the SDK, or by hand.

const [way = 'ours', origin = '', many = '100'] = process.argv.slice(2);
const calls = Number(many);
let [chars, ended] = [0, 0];

const take = (text: string): void => {
  chars += text.length;
};

function listenByAdapter(): void {
  const minutes = 600_000;
  const options = { apiKey: () => 'bench', baseUrl: origin, providerName: 'bench', firstByteMs: minutes, idleMs: minutes };
  const model = createAnthropicModel({ ...options, clock: systemClock, sleep: systemSleep });
  const output = { type: 'text' } as const;
  const request = { model: 'bench', maxOutputTokens: 1_000, system: '', sources: '', task: 'Tell.', output };
  void model.run(request, take, new AbortController().signal).then((end) => {
    if (end.type === 'done') ended += 1;
  });
}

const deltaSchema = z.object({ delta: z.object({ text: z.string() }) });

/** The least that can be done: lines, and the JSON of those that carry text. */
function listenByHand(): void {
  const asked = requestHttp(`${origin}/v1/messages`, { method: 'POST' }, (response: IncomingMessage) => {
    let isDelta = false;
    createInterface({ input: response })
      .on('line', (line) => {
        if (line.startsWith('event: ')) isDelta = line === 'event: content_block_delta';
        else if (isDelta && line.startsWith('data: ')) take(deltaSchema.parse(JSON.parse(line.slice(6))).delta.text);
      })
      .on('close', () => {
        ended += 1;
      });
  });
  asked.end('{}');
}

takeOrders({
  connect: () => {
    for (let call = 0; call < calls; call += 1) (way === 'ours' ? listenByAdapter : listenByHand)();
  },
  /** CPU in µs and deltas heard so far, and how many calls ended as they should. */
  used: () => {
    const { user, system } = process.cpuUsage();
    return { cpuUs: user + system, heard: chars / deltaChars, ended };
  },
});
