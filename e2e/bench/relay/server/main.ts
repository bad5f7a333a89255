import { takeOrders } from '../../role.ts';
import { createSource } from '../deltas.ts';
import { openLedgerWay } from './ledger-way.ts';
import { openBundledPeerWay, openPeerWay } from './peer-way.ts';
import { openRawWay } from './raw-way.ts';
import type { Way } from './way.ts';

// relay/server/main.ts <way> <calls> <address of Redis, for the peer>: feeds so many calls with deltas and passes them on in one way.

const [name = 'source', many = '1000', redis = ''] = process.argv.slice(2);
const calls = Number(many);
const source = createSource();
const way = await open();

async function open(): Promise<Way> {
  switch (name) {
    case 'ledger':
      return openLedgerWay(source, calls);
    case 'raw':
      return openRawWay(source, calls);
    case 'peer':
      return openPeerWay(source, redis);
    case 'bundled peer':
      return openBundledPeerWay(source, calls, redis);
    default: {
      // Nothing is done with the deltas: what making them costs is taken off the other ways' figures.
      for (let at = 0; at < calls; at += 1) source.add(() => undefined);
      return { origin: '', begin: async () => undefined, finish: async () => ({ made: source.made(), exact: 0 }) };
    }
  }
}

takeOrders({
  origin: () => way.origin,
  memory: () => {
    globalThis.gc?.();
    return process.memoryUsage.rss();
  },
  start: async () => {
    await way.begin();
    source.start();
  },
  /** CPU in µs and deltas made so far, and the memory in bytes as it is: all that is resident, and what JavaScript uses of it. */
  used: () => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cpuUs: user + system, made: source.made(), rss, used: heapUsed + external };
  },
  finish: async () => {
    source.stop();
    return way.finish();
  },
});
