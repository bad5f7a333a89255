import type { Remote } from '../../shared/device/remote.ts';
import type { Reply } from '../../shared/engine/server-port.ts';
import type { AccountId, DeviceId } from '../../shared/kernel/brand.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Boot } from './boot.ts';
import { type Line, openLine, silenceMs } from './feed-line.ts';
import type { Party } from './party.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What may happen to a message that would otherwise arrive. */
export const mishaps = ['lose-request', 'lose-answer', 'double', 'delay', 'late', 'overtaken'] as const;
export type Mishap = (typeof mishaps)[number];

/** The network between devices and the server: it takes its time, cuts, loses, doubles and delays. */
export type Network = {
  /** Sends one request and hears the answer, or nothing. */
  readonly ask: <T>(handle: Handle<T>, from?: DeviceId) => Reply<T>;
  /** What an engine of a device reaches, under the account that the browser is signed in to. */
  readonly remoteFor: (engine: Party, device: DeviceId) => Remote;
  /** Cuts everything off, or one device. */
  readonly cut: (forMs: number, device?: DeviceId) => void;
  /** The next messages meet this. */
  readonly hit: (mishap: Mishap, count: number) => void;
  /** Ends every open feed; `quietly`: nobody is told for a while. */
  readonly breakFeeds: (quietly: boolean, device?: DeviceId) => void;
  readonly heal: () => void;
};

/** What the network joins. */
export type NetworkDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  /** A server that listens now; null if none does. */
  readonly server: () => Boot | null;
  /** Who is signed in to a device's browser. */
  readonly session: (device: DeviceId) => AccountId;
  readonly reached: (what: string) => void;
};

/** A device gives a request up after this long. */
const patienceMs = 10_000;

type Handle<T> = (boot: Boot) => Promise<T>;

/** A network that works until it is told otherwise. */
export function createNetwork(deps: NetworkDeps): Network {
  const { time, random, server, session } = deps;
  const planned: Mishap[] = [];
  const lines = new Set<Line>();
  const cutUntil = new Map<DeviceId | null, number>();
  const isCut = (device: DeviceId | null): boolean => [null, device].some((each) => time.elapsed() < (cutUntil.get(each) ?? 0));
  const latency = (): number => 1 + random() * 30;

  const ask = createAsk(deps, planned, isCut, latency);
  const breakFeeds = (quietly: boolean, device?: DeviceId): void => {
    for (const line of lines) if (device === undefined || line.device === device) line.breakOff(quietly);
  };

  return {
    ask,
    remoteFor: (engine, device) => {
      const gated = <T>(handle: (boot: Boot, account: AccountId) => Promise<T>): Reply<T> => {
        const account = session(device);
        return engine.call(() => ask((boot) => handle(boot, account), device));
      };
      return {
        drive: {
          take: (message) => gated((boot, account) => boot.drive.take(account, message)),
          claim: (message) => gated((boot, account) => boot.drive.claim(account, message)),
          report: (message) => gated((boot, account) => boot.drive.report(account, message)),
          giveBack: (message) => gated((boot, account) => boot.drive.giveBack(account, message)),
          beat: (message) => gated((boot, account) => boot.drive.beat(account, message)),
          brief: (_job, hash) => gated((boot, account) => boot.brief(account, hash)),
          output: async (call) => {
            const text = await gated((boot, account) => boot.output(account, call));
            return text.ok && text.value !== null ? ok(text.value) : err({ type: 'unreachable' });
          },
        },
        push: (push) => gated((boot, account) => boot.push(account, push)),
        feed: (input, onMessages, signal) =>
          engine.call(() => {
            const line = { time, latency, isCut: () => isCut(device), server, lines, engine, device };
            return openLine(line, session(device), { ...input }, onMessages, signal);
          }),
      };
    },
    cut: (forMs, device) => {
      const whom = device ?? null;
      cutUntil.set(whom, Math.max(cutUntil.get(whom) ?? 0, time.elapsed() + forMs));
      breakFeeds(forMs > silenceMs, device);
    },
    hit: (mishap, count) => {
      for (let at = 0; at < count; at += 1) planned.push(mishap);
    },
    breakFeeds,
    heal: () => {
      cutUntil.clear();
      planned.length = 0;
    },
  };
}

/** One request and its answer, through whatever the network has planned for it. */
function createAsk(
  { time, random, server, reached }: NetworkDeps,
  planned: Mishap[],
  isCut: (device: DeviceId | null) => boolean,
  latency: () => number,
): Network['ask'] {
  /** Messages that wait to be overtaken by the next. */
  let overtaken: (() => void)[] = [];
  const letGo = (): void => {
    const late = overtaken;
    overtaken = [];
    for (const send of late) time.after(latency(), send);
  };
  const extraMs = (mishap: Mishap | null): number => {
    if (mishap === 'delay') return random() * 4_000;
    return mishap === 'late' ? patienceMs + random() * 20_000 : 0;
  };

  return <T>(handle: Handle<T>, from: DeviceId | null = null): Reply<T> =>
    new Promise<Result<T, { type: 'unreachable' }>>((resolve) => {
      const unreachable = () => resolve(err({ type: 'unreachable' }));
      const mishap = planned.shift() ?? null;
      if (mishap !== null) reached(`network: ${mishap}`);
      if (isCut(from)) return void time.after(latency(), unreachable);
      time.after(patienceMs, unreachable);
      const answer = (value: T): void => {
        if (!isCut(from) && mishap !== 'lose-answer') time.after(latency(), () => resolve(ok(value)));
      };
      const deliver = (): void => {
        const boot = server();
        if (boot === null || isCut(from)) return void time.after(latency(), unreachable);
        boot.party.onDeath(() => time.after(latency(), unreachable));
        boot.handle(handle).then(answer, unreachable);
        letGo();
      };
      if (mishap === 'lose-request') return;
      if (mishap === 'overtaken') return void overtaken.push(deliver);
      time.after(latency() + extraMs(mishap), deliver);
      if (mishap === 'double') time.after(latency() + random() * 6_000, deliver);
    });
}
