import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod/mini';
import { protocolVersion } from '../../../../shared/protocol/version.ts';
import { takeOrders } from '../../role.ts';
import { createAges } from '../ages.ts';
import { deltaChars, readDeltas } from '../deltas.ts';
import { feeds } from '../server/way.ts';

// relay/reader/main.ts <way> <origin> <calls>: the readers of one way, and how old each delta is when it arrives.

const [way = 'ledger', origin = '', many = '1000'] = process.argv.slice(2);
const textsSchema = z.array(z.looseObject({ type: z.string() }));
const textSchema = z.object({ call: z.string(), offset: z.number(), text: z.string() });

const known = new Map<string, number>();
const ages = createAges();
let [faults, arrived] = [0, 0];

function take(call: string, text: string, offset: number): void {
  const has = known.get(call) ?? 0;
  const read = readDeltas(text, has / deltaChars);
  if (offset !== has) faults += 1;
  faults += read.faults;
  arrived += read.agesMs.length;
  for (const ageMs of read.agesMs) ages.add(ageMs);
  known.set(call, has + text.length);
}

/** One event's data: a bundle of messages, or the peer's single delta. */
function takeData(data: string, call: string): void {
  const value: unknown = JSON.parse(data);
  if (typeof value === 'string') {
    take(call, value, known.get(call) ?? 0);
    return;
  }
  for (const message of textsSchema.parse(value)) {
    if (message.type !== 'text') continue;
    const { call, offset, text } = textSchema.parse(message);
    take(call, text, offset);
  }
}

/** Follows a stream; resolves when it has begun. */
async function follow(path: string, call = ''): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => get(`${origin}${path}`, resolve).on('error', reject));
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  let event = '';
  createInterface({ input: response }).on('line', (line) => {
    if (line.startsWith('event: ')) event = line.slice(7);
    else if (line === '') event = '';
    else if (line.startsWith('data: ') && event === '') takeData(line.slice(6), call);
  });
}

function subscription(at: number): string {
  const input = {
    protocol: protocolVersion,
    account: `person-${at}`,
    device: `device-${at}`,
    driver: `device-${at}.1`,
    storeId: null,
    cursor: 0,
    offsets: {},
  };
  return `/trpc/feed.subscribe?input=${encodeURIComponent(JSON.stringify(input))}`;
}

takeOrders({
  connect: async () => {
    if (way === 'peer') {
      for (let at = 0; at < Number(many); at += 1) await follow(`/?call=c${at}`, `c${at}`);
      return;
    }
    for (let at = 0; at < feeds; at += 1) await follow(way === 'ledger' ? subscription(at) : `/?feed=${at}`);
  },
  reset: ages.clear,
  /** Ages since `reset`; the rest since the beginning. */
  figures: () => ({
    p99: ages.quantile(0.99),
    inWindow: ages.count(),
    arrived,
    faults,
  }),
});
