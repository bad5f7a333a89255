import type { Jobs } from '../../server/jobs/jobs.ts';
import type { Log } from '../../server/log.ts';
import type { Store } from '../../server/store/store.ts';
import type { ApplyPush } from '../../server/sync/push.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { NewId, Random } from '../../shared/kernel/random.ts';
import type { FeedMessage } from '../../shared/protocol/feed.ts';
import { type Boot, startBoot } from './boot.ts';
import { builds, catalogOf } from './builds.ts';
import type { Disk } from './gated-stores.ts';
import type { Lateness } from './lateness.ts';
import { createParty, type Party } from './party.ts';
import type { Provider } from './provider.ts';
import type { MachineClock, VirtualTime } from './virtual-time.ts';

/** The server's machine: one process after the other over the same database. */
export type ServerLife = {
  /** The process that listens; null while none does. */
  readonly listening: () => Boot | null;
  /** The process that is up, listening or not. */
  readonly current: () => Boot | null;
  readonly start: () => void;
  /** Ends the process where it stands, at its n-th await if told; the next one starts after a while. */
  readonly kill: (awaits: number | null, downMs: number) => void;
  /** Tells the process to stop, as a deploy does; the next one starts once it has. */
  readonly stop: (downMs: number) => void;
  /** The build that runs from the next start on. */
  readonly build: () => number;
  readonly update: () => void;
  /** Whether a process runs and has not been told to stop. */
  readonly isRunning: (name: string) => boolean;
  /** A process that this machine has started. */
  readonly party: (name: string) => Party | null;
};

/** What all starts of a server share. */
export type ServerLifeDeps = {
  /** Its processes are named by it. */
  readonly machine: string;
  /** Other machines use the store too. */
  readonly isShared: boolean;
  readonly contextTokens: number | null;
  readonly lateness: Lateness;
  readonly account: AccountId;
  readonly time: VirtualTime;
  readonly store: Store;
  readonly disk: Disk;
  readonly clock: MachineClock;
  readonly random: Random;
  readonly newId: NewId;
  readonly provider: () => Provider;
  readonly log: Log;
  readonly threw: (error: unknown) => void;
  readonly leaving: (messages: readonly FeedMessage[]) => void;
  readonly reached: (what: string) => void;
  readonly note: (line: string) => void;
  readonly watch: (jobs: Jobs) => Jobs;
  readonly watchPush: (push: ApplyPush) => ApplyPush;
};

const restartMs = 200;

/** A machine on which no process runs yet. */
export function createServerLife(deps: ServerLifeDeps): ServerLife {
  const { time, reached } = deps;
  const parties = new Map<string, Party>();
  let boot: Boot | null = null;
  let isListening = false;
  let isStopping = false;
  let build = 0;
  let downMs = restartMs;

  const start = (): void => {
    const party = createParty(`${deps.machine}${parties.size + 1}`, time, deps.lateness.ms);
    parties.set(party.name, party);
    const started = startBoot({ ...deps, party, catalog: catalogOf(build), model: deps.provider().modelFor(party) });
    boot = started;
    deps.note(`${party.name} starts`);
    party.onDeath(() => {
      deps.note(`${party.name} is dead`);
      if (!isListening && !isStopping) reached('fault: kill-server at its start');
      isListening = false;
      isStopping = false;
      boot = null;
      time.after(downMs, start);
      downMs = restartMs;
    });
    const listen = (): void => {
      isListening = party.isAlive();
    };
    // A start that fails, such as on a full disk, ends the process; whoever keeps it running starts it again.
    party.call(started.recover).then(listen, (error: unknown) => {
      deps.threw(error);
      party.kill();
    });
  };

  return {
    listening: () => (isListening ? boot : null),
    current: () => boot,
    start,
    kill: (awaits, forMs) => {
      if (boot === null) return;
      downMs = forMs;
      if (awaits === null) boot.party.kill();
      else boot.party.killAfter(awaits);
    },
    stop: (forMs) => {
      const stopping = boot;
      if (stopping === null || !isListening || stopping.party.isFrozen()) return;
      downMs = forMs;
      isListening = false;
      isStopping = true;
      void stopping.party.call(stopping.stop).then(stopping.party.kill);
    },
    build: () => build,
    update: () => {
      build = Math.min(build + 1, builds.length - 1);
    },
    party: (name) => parties.get(name) ?? null,
    isRunning: (name) => parties.get(name)?.isAlive() === true && !(isStopping && boot?.party.name === name),
  };
}
