import type { RunnerDeps } from '../engine/runner.ts';
import { schedule } from '../engine/scheduler.ts';
import { createBell, firstOf } from '../kernel/bell.ts';
import { type DriverId, parseEngineDriver } from '../kernel/brand.ts';
import type { NewId, Random } from '../kernel/random.ts';
import type { Clock, Sleep } from '../kernel/time.ts';
import type { Catalog } from '../recipes/catalog.ts';
import type { DeviceStore } from '../sync/device-store.ts';
import { createOutbox } from '../sync/outbox.ts';
import { type ConnectionState, createConnectionState } from './connection.ts';
import { follow } from './follow.ts';
import { createJobRows } from './job-rows.ts';
import { createLiveTexts, type LiveTexts } from './live-texts.ts';
import type { Remote } from './remote.ts';
import { createServerTime } from './server-time.ts';

/*
 * A device's engine: one start of it is one driver (J4). It keeps the copy fresh from the feed, sends the outbox, and drives jobs; all
 * three over ports, so that the browser and the simulation run the very same code. Whatever it holds in memory can be lost.
 */

export type EngineDeps = {
  readonly driver: DriverId;
  readonly store: DeviceStore;
  readonly remote: Remote;
  readonly catalog: Catalog;
  /** The device's own clock. */
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly newId: NewId;
  /** Something failed that the engine goes on from, such as a full disk; told to the host, which shows and logs it. */
  readonly trouble: (error: unknown) => void;
};

export type Engine = {
  /**
   * Runs until the signal aborts. Once `leaving` aborts, because nobody looks any more, it gives its leases back and closes its feed, so
   * that the server drives on, and lives only to send what is left in the outbox.
   */
  readonly run: (signal: AbortSignal, leaving?: AbortSignal) => Promise<void>;
  /** A tab has written a change. */
  readonly changed: () => void;
  /** There is reason to try the network at once: back online, or looked at again. */
  readonly nudge: () => void;
  readonly texts: LiveTexts;
  readonly connection: ConnectionState;
};

const refusedPauseMs = 8_000;
const saveDraftsMs = 1_000;
/** How long an engine that nobody looks at any more tries to send what is left. */
const flushMs = 10_000;

export function createEngine(deps: EngineDeps): Engine {
  const nudges = createBell();
  const refusals = createBell();
  const nudged = (signal: AbortSignal) => nudges.heard(signal);
  const texts = createLiveTexts(deps.sleep);
  const jobs = createJobRows();
  const time = createServerTime(deps.clock);
  const outbox = createOutbox({ store: deps.store, push: deps.remote.push, sleep: deps.sleep, random: deps.random, nudged });
  const connection = createConnectionState();

  const failed = (error: unknown) => {
    deps.trouble(error);
    return { type: 'refused', reason: 'wrong_store' } as const;
  };

  const send = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const end = await outbox.run(signal).catch(failed);
      if (end.type === 'refused' && end.reason !== 'wrong_store') {
        connection.set({ type: 'refused', reason: end.reason });
        refusals.ring();
      }
      if (end.type === 'refused') await firstOf(signal, [(stop) => deps.sleep(refusedPauseMs, stop), nudged]);
    }
  };

  const saveDrafts = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await deps.sleep(saveDraftsMs, signal).catch(() => {});
      const drafts = texts.unsaved(deps.clock);
      if (!signal.aborted && drafts.length > 0) await deps.store.saveDrafts(drafts).catch(deps.trouble);
    }
  };

  const runnerDeps: RunnerDeps = {
    driver: deps.driver,
    server: deps.remote.drive,
    catalog: deps.catalog,
    rows: jobs,
    callEnded: texts.ended,
    clock: time.clock,
    sleep: deps.sleep,
    random: deps.random,
    nudged,
    isWanted: () => false,
  };
  const own = parseEngineDriver(deps.driver)?.device ?? null;

  return {
    run: async (signal, leaving = signal) => {
      const staying = AbortSignal.any([signal, leaving]);
      texts.restore(await deps.store.drafts());
      jobs.load(await deps.store.transaction((tx) => tx.activeJobs()));
      const scheduling = schedule(
        {
          ...runnerDeps,
          jobs: jobs.active,
          jobsChanged: jobs.anyChanged,
          leaseMs: time.leaseMs,
          mayDrive: (job) => job.createdBy === own,
          // Without its seat it has a successor; while it merely leaves, the server is next.
          givesBack: () => !signal.aborted,
        },
        staying,
      );
      const opened = () => {
        outbox.ring();
        // Claims and reports that the server did not answer meanwhile have pauses of their own.
        nudges.ring();
      };
      const following = follow({ ...deps, texts, jobs, time, connection, opened, nudged, refused: refusals.heard }, staying);
      await Promise.all([following, send(staying), saveDrafts(staying), scheduling]);
      await firstOf(signal, [(stop) => outbox.flush(stop).catch(failed), (stop) => deps.sleep(flushMs, stop)]);
    },
    changed: outbox.ring,
    nudge: nudges.ring,
    texts,
    connection,
  };
}
