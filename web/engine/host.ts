import type { Connection } from '../../shared/device/connection.ts';
import { createEngine, type Engine } from '../../shared/device/engine.ts';
import type { Remote } from '../../shared/device/remote.ts';
import { aborted } from '../../shared/kernel/bell.ts';
import { deviceId, engineDriver } from '../../shared/kernel/brand.ts';
import type { NewId, Random } from '../../shared/kernel/random.ts';
import { type Clock, type Millis, millis, type Sleep } from '../../shared/kernel/time.ts';
import { catalog } from '../../shared/recipes/catalog.ts';
import type { DeviceStore, Draft } from '../../shared/sync/device-store.ts';
import type { StorageHealth } from '../ports.ts';
import type { ActionDeps } from '../store/act.ts';
import { askAllAnew } from '../store/ask-anew.ts';
import type { Database } from '../store/database.ts';
import { finishAllDeletions } from '../store/deletions.ts';
import { createDeviceStore, nextGeneration, ReplacedError } from '../store/device-store.ts';
import { storageHealthAfter } from '../store/storage-health.ts';
import type { EngineApi } from './api.ts';
import type { EngineChannel, EngineMessage } from './channel.ts';
import { nameOfWorker, seatLock, type WorkerName } from './names.ts';
import { keepSeat, type Locks } from './seat.ts';
import { createSessions, type Sessions } from './sessions.ts';

export type HostDeps = {
  readonly name: WorkerName;
  readonly isShared: boolean;
  readonly database: Database;
  readonly createRemote: (trouble: (error: unknown) => void) => Remote;
  readonly channel: EngineChannel;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: (error: unknown) => void;
};

/** One worker: serves its tabs for as long as it lives, and runs the engine while it has the seat. */
export type Host = {
  readonly openSession: () => EngineApi;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** How long after a failed start the engine tries again. */
const restartMs = 1_000;
const readDraftsMs = 1_000;
/** How long after its start an engine has all that is shown asked for anew: the text that somebody waits for comes first. */
const askAnewMs = 500;

type State = {
  engine: Engine | null;
  connection: Connection;
  /** When that was said, by this worker's elapsed time. */
  connectedAt: Millis;
  storage: StorageHealth;
  drafts: readonly Draft[];
};

export function createHost(deps: HostDeps): Host {
  const state: State = {
    engine: null,
    connection: { type: 'connecting' },
    connectedAt: deps.clock.elapsed(),
    storage: { type: 'ok' },
    drafts: [],
  };
  let isAlive: () => void = () => {};
  const alive = new Promise<void>((resolve) => {
    isAlive = resolve;
  });
  const passOn = (message: EngineMessage, here: (engine: Engine) => void) => () => {
    if (state.engine === null) deps.channel.post(message);
    else here(state.engine);
  };
  const changed = passOn({ type: 'changed' }, (engine) => engine.changed());
  const sessions = createSessions({
    account: deps.name.account,
    locks: deps.locks,
    alive,
    changed,
    nudge: passOn({ type: 'nudge' }, (engine) => engine.nudge()),
    tabGone: () => {
      askAllAnew();
      changed();
    },
    greetings: () => [
      { type: 'connection', connection: connectionNow(deps, state) },
      { type: 'storage', health: state.storage },
    ],
    textOf: (call) => state.engine?.texts.get(call) ?? null,
    sleep: deps.sleep,
  });
  return {
    openSession: sessions.open,
    run: async (signal) => {
      const holding = deps.locks.request(nameOfWorker(deps.name), { signal }, () => {
        isAlive();
        return aborted(signal);
      });
      const stop = deps.channel.subscribe((message) => hear(deps, state, sessions, message));
      const seat = { ...deps, seat: seatLock(deps.name.account), build: deps.name.build, start: deps.name.start };
      deps.channel.post({ type: 'ask' });
      await Promise.all([
        holding.catch(() => {}),
        keepSeat(seat, signal, async (seated) => {
          await sessions.occupied(seated);
          if (!seated.aborted) await runEngine(deps, state, sessions, seated);
        }),
        readDrafts(deps, state, sessions, signal),
      ]);
      stop();
    },
  };
}

/** What other workers say: to the running one, from those that do not run; to those, how things are. */
function hear(deps: HostDeps, state: State, sessions: Sessions, message: EngineMessage): void {
  const { channel } = deps;
  const { engine } = state;
  switch (message.type) {
    case 'changed':
      engine?.changed();
      return;
    case 'nudge':
      engine?.nudge();
      return;
    case 'ask':
      if (engine === null) return;
      channel.post({ type: 'connection', connection: connectionNow(deps, state) });
      channel.post({ type: 'storage', health: state.storage });
      return;
    case 'connection':
      if (engine === null) showConnection(deps, state, sessions, message.connection);
      return;
    case 'storage':
      if (engine === null) showStorage(state, sessions, message.health);
      return;
    case 'yield':
    case 'stay':
      return;
  }
}

/** Runs one generation of the engine until the seat is lost, or a later generation has begun. */
async function runEngine(deps: HostDeps, state: State, sessions: Sessions, seated: AbortSignal): Promise<void> {
  const replaced = new AbortController();
  const life = AbortSignal.any([seated, replaced.signal]);
  const trouble = (error: unknown) => {
    if (error instanceof ReplacedError) return replaced.abort();
    const health = storageHealthAfter(error);
    if (health === null) deps.log(error);
    else setStorage(deps, state, sessions, health);
  };
  try {
    const engine = await startEngine(deps, trouble, () => setStorage(deps, state, sessions, { type: 'ok' }));
    state.engine = engine;
    // The one before can write no more; what it wrote last it may not have told.
    void deps.sleep(askAnewMs, life).then(askAllAnew, () => {});
    const setConnection = (connection: Connection) => {
      showConnection(deps, state, sessions, connection);
      deps.channel.post({ type: 'connection', connection });
    };
    setConnection(engine.connection.get());
    engine.connection.subscribe(setConnection);
    engine.texts.subscribe(sessions.tellText);
    const leaving = new AbortController();
    void sessions
      .deserted(life)
      .then(() => (life.aborted ? undefined : finishAllDeletions(deletionsOf(deps, engine))))
      .catch(trouble)
      .then(() => leaving.abort());
    await engine.run(life, leaving.signal);
  } catch (error) {
    trouble(error);
    await deps.sleep(restartMs, life).catch(() => {});
  } finally {
    state.engine = null;
  }
}

async function startEngine(deps: HostDeps, trouble: (error: unknown) => void, stored: () => void): Promise<Engine> {
  const generation = await nextGeneration(deps.database);
  const newDevice = deviceId(deps.newId());
  const store = createDeviceStore({ database: deps.database, account: deps.name.account, newDevice, generation });
  const { device } = await store.transaction((tx) => tx.state());
  return createEngine({
    driver: engineDriver(device, generation),
    store: telling(store, stored, trouble),
    remote: deps.createRemote(trouble),
    catalog,
    clock: deps.clock,
    sleep: deps.sleep,
    random: deps.random,
    newId: deps.newId,
    trouble,
  });
}

/** No tab is left that could take a deletion back: the engine does what they left open before it says goodbye. */
const deletionsOf = (deps: HostDeps, engine: Engine): ActionDeps => ({
  database: deps.database,
  store: createDeviceStore({ database: deps.database, account: deps.name.account, newDevice: deviceId(deps.newId()) }),
  clock: deps.clock,
  newId: deps.newId,
  changed: engine.changed,
  storage: () => {},
});

/** The same store, which also tells of its trouble, and of each transaction that went well: that a reading did says nothing of room. */
function telling(store: DeviceStore, stored: () => void, trouble: (error: unknown) => void): DeviceStore {
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      trouble(error);
      throw error;
    }
  };
  return {
    ...store,
    transaction: async (run) => {
      const result = await watched(store.transaction(run));
      stored();
      return result;
    },
    read: (run) => watched(store.read(run)),
  };
}

/** As it was last told, with the server's time of now: a tab may come hours later. */
function connectionNow({ clock }: HostDeps, { connection, connectedAt }: State): Connection {
  if (connection.type !== 'online') return connection;
  return { ...connection, serverNow: millis(connection.serverNow + clock.elapsed() - connectedAt) };
}

function showConnection({ clock }: HostDeps, state: State, sessions: Sessions, connection: Connection): void {
  state.connection = connection;
  state.connectedAt = clock.elapsed();
  sessions.tell({ type: 'connection', connection });
}

function showStorage(state: State, sessions: Sessions, health: StorageHealth): void {
  if (health.type === 'ok' && state.storage.type === 'ok') return;
  state.storage = health;
  sessions.tell({ type: 'storage', health });
}

function setStorage({ channel }: HostDeps, state: State, sessions: Sessions, health: StorageHealth): void {
  if (health.type === 'ok' && state.storage.type === 'ok') return;
  showStorage(state, sessions, health);
  channel.post({ type: 'storage', health });
}

/** While another worker runs the engine, the texts that tabs watch are read from where that one saves them, each second. */
async function readDrafts(deps: HostDeps, state: State, sessions: Sessions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await deps.sleep(readDraftsMs, signal).catch(() => {});
    if (signal.aborted || state.engine !== null || sessions.watched().size === 0) continue;
    const drafts = await deps.database.drafts.bulkGet([...sessions.watched()]).catch(() => []);
    for (const draft of drafts) if (draft) sessions.tellText({ call: draft.call, text: draft.text, state: 'open' });
  }
}
