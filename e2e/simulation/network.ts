import type { Remote } from '../../shared/device/remote.ts';
import type { Reply } from '../../shared/engine/server-port.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Boot } from './boot.ts';
import { openLine, silenceMs } from './feed-line.ts';
import type { Party } from './party.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What may happen to a message that would otherwise arrive. */
export const mishaps = ['lose-request', 'lose-answer', 'double', 'delay', 'late'] as const;
export type Mishap = (typeof mishaps)[number];

/** The network between devices and the server: it takes its time, cuts, loses, doubles and delays. */
export type Network = {
  /** Sends one request and hears the answer, or nothing. */
  readonly ask: <T>(handle: Handle<T>) => Reply<T>;
  readonly remoteFor: (engine: Party, account: AccountId) => Remote;
  readonly cut: (forMs: number) => void;
  /** The next messages meet this. */
  readonly hit: (mishap: Mishap, count: number) => void;
  /** Ends every open feed; `quietly`: nobody is told for a while. */
  readonly breakFeeds: (quietly: boolean) => void;
  readonly heal: () => void;
};

/** What the network joins. */
export type NetworkDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  /** The server that listens now; null if none does. */
  readonly server: () => Boot | null;
  readonly reached: (what: string) => void;
};

/** A device gives a request up after this long. */
const patienceMs = 10_000;

type Handle<T> = (boot: Boot) => Promise<T>;

/** A network that works until it is told otherwise. */
export function createNetwork(deps: NetworkDeps): Network {
  const { time, random, server, reached } = deps;
  const planned: Mishap[] = [];
  const lines = new Set<(quietly: boolean) => void>();
  let cutUntil = 0;
  const isCut = (): boolean => time.elapsed() < cutUntil;
  const latency = (): number => 1 + random() * 30;

  const ask = <T>(handle: Handle<T>): Reply<T> =>
    new Promise<Result<T, { type: 'unreachable' }>>((resolve) => {
      const unreachable = () => resolve(err({ type: 'unreachable' }));
      const mishap = planned.shift() ?? null;
      if (mishap !== null) reached(`network: ${mishap}`);
      if (isCut()) return void time.after(latency(), unreachable);
      time.after(patienceMs, unreachable);
      const isAnswerLost = mishap === 'lose-answer';
      const answer = (value: T): void => {
        if (!isCut() && !isAnswerLost) time.after(latency(), () => resolve(ok(value)));
      };
      const deliver = (): void => {
        const boot = server();
        if (boot === null || isCut()) return void time.after(latency(), unreachable);
        boot.party.onDeath(() => time.after(latency(), unreachable));
        boot.handle(handle).then(answer, unreachable);
      };
      if (mishap === 'lose-request') return;
      const extraMs = mishap === 'delay' ? random() * 4_000 : mishap === 'late' ? patienceMs + random() * 20_000 : 0;
      time.after(latency() + extraMs, deliver);
      if (mishap === 'double') time.after(latency() + random() * 6_000, deliver);
    });

  return {
    ask,
    remoteFor: (engine, account) => {
      const gated = <T>(handle: Handle<T>): Reply<T> => engine.call(() => ask(handle));
      return {
        drive: {
          take: (message) => gated((boot) => boot.drive.take(account, message)),
          claim: (message) => gated((boot) => boot.drive.claim(account, message)),
          report: (message) => gated((boot) => boot.drive.report(account, message)),
          giveBack: (message) => gated((boot) => boot.drive.giveBack(account, message)),
          beat: (message) => gated((boot) => boot.drive.beat(account, message)),
          brief: (_job, hash) => gated((boot) => boot.brief(account, hash)),
          output: (call) => gated((boot) => boot.output(account, call)),
        },
        push: (push) => gated((boot) => boot.push(account, push)),
        feed: (input, onMessages, signal) =>
          engine.call(() => openLine({ time, latency, isCut, server, lines, engine }, account, { ...input }, onMessages, signal)),
      };
    },
    cut: (forMs) => {
      cutUntil = Math.max(cutUntil, time.elapsed() + forMs);
      for (const line of lines) line(forMs > silenceMs);
    },
    hit: (mishap, count) => {
      for (let at = 0; at < count; at += 1) planned.push(mishap);
    },
    breakFeeds: (quietly) => {
      for (const line of lines) line(quietly);
    },
    heal: () => {
      cutUntil = 0;
      planned.length = 0;
    },
  };
}
