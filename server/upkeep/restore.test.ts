import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  accountId,
  blockId,
  bootId,
  deviceId,
  documentId,
  driverId,
  revisionId,
  seq,
  storeId,
} from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { ok } from '../../shared/kernel/result.ts';
import { testClock } from '../../shared/kernel/time.ts';
import type { FeedMessage } from '../../shared/protocol/feed.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import type { Change } from '../../shared/sync/change.ts';
import { createMemoryDeviceStore } from '../../shared/sync/device-store.memory.ts';
import { createOutbox } from '../../shared/sync/outbox.ts';
import { receive, record, reset } from '../../shared/sync/replica.ts';
import { createFeed } from '../feed/feed.ts';
import { createHub } from '../feed/hub.ts';
import { createPresence } from '../feed/presence.ts';
import { backUp, restore } from '../store/backup.ts';
import { holdDataDir } from '../store/lock.ts';
import { databaseFile, openSqliteStore } from '../store/sqlite.ts';
import { createApplyPush } from '../sync/push.ts';

const ann = accountId('ann');
const clock = testClock();

let dir: string;
let dataDir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-restore-'));
  [dataDir, file] = [join(dir, 'data'), join(dir, 'backups', 'one.db')];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** One start of a server, as far as devices see it. */
async function startServer() {
  const store = await openSqliteStore({ path: databaseFile(dataDir), newId: testNewId('store'), clock });
  const jobs = {
    create: async () => ok({ afterCommit: null }),
    intend: async () => ok({ afterCommit: null }),
    capChanged: async () => undefined,
  };
  const hub = createHub();
  const stopping = new AbortController();
  const feed = createFeed({
    store,
    hub,
    presence: createPresence(),
    boot: bootId('boot'),
    leaseMs: 15_000,
    clock,
    delivered: () => undefined,
    stopping: stopping.signal,
  });
  const titles = () =>
    store.transaction(async (tx) =>
      (await tx.of(ann).rowsAfter(seq(0), 10_000)).rows
        .filter(({ table, row }) => table === 'documents' && row !== null)
        .map(({ id }) => id)
        .sort(),
    );
  return {
    store,
    feed,
    titles,
    push: createApplyPush({ store, jobs, settled: () => undefined, clock }),
    stop: () => store.close(),
  };
}
type Server = Awaited<ReturnType<typeof startServer>>;

/** A device with the shipped outbox and replica over the memory twin. */
function createDevice(name: string) {
  const { transaction, peek, ...rest } = createMemoryDeviceStore({ device: deviceId(name), account: ann });
  const newId = testNewId(`${name}-anew`);
  /** What one message changes; true when this feed has nothing more to say. */
  const take = async (message: FeedMessage): Promise<boolean> => {
    if (message.type === 'hello' && peek().state.storeId === null)
      await transaction(async (tx) => tx.setState({ ...(await tx.state()), storeId: message.storeId }));
    if (message.type === 'rows') await transaction((tx) => receive(tx, message, clock.now()));
    if (message.type === 'reset') await transaction((tx) => reset(tx, message, deviceId(newId())));
    return message.type === 'reset' || (message.type === 'rows' && !message.more);
  };
  const copy = async (server: Server): Promise<void> => {
    const { device, storeId, cursor } = peek().state;
    const input = {
      protocol: protocolVersion,
      account: ann,
      device,
      driver: driverId(`${name}.1`),
      storeId,
      cursor,
      offsets: {},
    };
    for await (const messages of server.feed(ann, input, new AbortController().signal)) {
      let isOver = false;
      for (const message of messages) isOver = (await take(message)) || isOver;
      if (isOver) break;
    }
    if (peek().state.storeId !== storeId && storeId !== null) await copy(server);
  };
  return {
    peek,
    act: (change: Change) => transaction((tx) => record(tx, change, clock.now())),
    /** Hears what is new, sends what it has, hears what became of it. */
    sync: async (server: Server) => {
      await copy(server);
      const store = { transaction, peek, ...rest };
      const push = async (message: Parameters<Server['push']>[1]) => ok(await server.push(ann, message));
      const outbox = createOutbox({ store, push, sleep: async () => undefined, random: () => 0, nudged: async () => undefined });
      await outbox.flush(new AbortController().signal);
      await copy(server);
    },
    titles: () => [...peek().documents.keys()].map(String).sort(),
    textOf: (block: string) => {
      const current = peek().blocks.get(blockId(block))?.current ?? null;
      return current === null ? null : (peek().revisions.get(current)?.text ?? null);
    },
  };
}

const makeDocument = (id: string): Change => ({
  type: 'create-document',
  document: { id: documentId(id), projectId: null, title: id, model: 'default', createdAt: clock.now(), changedAt: clock.now() },
});
const makeBlock = (id: string, document: string): Change => ({
  type: 'create-block',
  block: {
    id: blockId(id),
    documentId: documentId(document),
    kind: 'text',
    order: 'a0',
    prompt: '',
    current: null,
    suggestion: null,
    aside: null,
  },
});
const write = (block: string, id: string, basedOn: string | null, text: string): Change => ({
  type: 'edit-block',
  id: blockId(block),
  revision: { id: revisionId(id), basedOn: basedOn === null ? null : revisionId(basedOn), text },
});

/** Two devices that have the same, and a backup of it. */
async function withBackup() {
  const server = await startServer();
  const [laptop, phone] = [createDevice('laptop'), createDevice('phone')];
  await laptop.sync(server);
  for (const change of [makeDocument('old'), makeBlock('b1', 'old'), write('b1', 'r1', null, 'Before.'), makeDocument('bin')])
    await laptop.act(change);
  await laptop.sync(server);
  await phone.sync(server);
  await phone.act({ type: 'delete-document', id: documentId('bin') });
  await phone.sync(server);
  await laptop.sync(server);
  const made = backUp(dataDir, file);
  expect(made.ok && made.value > 0).toBe(true);
  return { server, laptop, phone };
}

async function takeBack(server: Server): Promise<Server> {
  await server.stop();
  const restored = await restore({ dataDir, file, keptDir: join(dataDir, 'kept'), storeId: storeId('second') });
  expect(restored).toEqual({ ok: true, value: join(dataDir, 'kept') });
  return startServer();
}

test('[S3] after a restore both devices come back, and what they had beyond the backup is there again, once', async () => {
  const { server, laptop, phone } = await withBackup();
  for (const change of [makeDocument('newer'), write('b1', 'r2', 'r1', 'After.')]) await laptop.act(change);
  await laptop.sync(server);
  await phone.act(makeDocument('phones'));
  await phone.sync(server);
  await laptop.act(makeDocument('unsent'));
  const restored = await takeBack(server);
  expect([restored.store.storeId, restored.store.restoredFrom]).toEqual(['second', server.store.storeId]);
  expect(await restored.titles()).toEqual(['old']);
  await laptop.sync(restored);
  await phone.sync(restored);
  await laptop.sync(restored);
  const all = ['newer', 'old', 'phones', 'unsent'];
  expect([await restored.titles(), laptop.titles(), phone.titles()]).toEqual([all, all, all]);
  for (const device of [laptop, phone]) {
    expect(device.textOf('b1')).toBe('After.');
    expect([...device.peek().revisions.keys()].sort()).toEqual(['r1', 'r2']);
    expect(device.peek().outbox).toEqual([]);
  }
  expect(laptop.peek().state).toMatchObject({ storeId: 'second', device: 'laptop-anew1' });
  await restored.stop();
});

test('[S3, S5] a device that had come no further than the backup brings nothing, and nothing deleted comes back with it', async () => {
  const server = await startServer();
  const [laptop, stale] = [createDevice('laptop'), createDevice('stale')];
  await laptop.sync(server);
  await laptop.act(makeDocument('bin'));
  await laptop.sync(server);
  await stale.sync(server);
  await laptop.act({ type: 'delete-document', id: documentId('bin') });
  await laptop.sync(server);
  backUp(dataDir, file);
  const restored = await takeBack(server);
  await stale.sync(restored);
  expect([await restored.titles(), stale.titles()]).toEqual([[], []]);
  await restored.stop();
});

test('[S3] what was written since the restore stays, and the older text that a device brings is kept beside it', async () => {
  const { server, laptop, phone } = await withBackup();
  await laptop.act(write('b1', 'r2', 'r1', 'After.'));
  await laptop.sync(server);
  const restored = await takeBack(server);
  await phone.sync(restored);
  await phone.act(write('b1', 'r3', 'r1', 'Anew.'));
  await phone.sync(restored);
  await laptop.sync(restored);
  await phone.sync(restored);
  expect([laptop.textOf('b1'), phone.textOf('b1')]).toEqual(['Anew.', 'Anew.']);
  expect([...phone.peek().revisions.keys()].sort()).toEqual(['r1', 'r2', 'r3']);
  await restored.stop();
});

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const run = (command: 'backup' | 'restore', ...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
    execFile(
      process.execPath,
      [join(import.meta.dirname, `${command}.command.ts`), ...args],
      { env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });

const processesMs = 60_000;

test(
  'a backup is made while the server writes, and holds one moment of it',
  async () => {
    const { store, stop } = await startServer();
    let [written, isOver] = [0, false];
    const writing = (async () => {
      while (!isOver) {
        written += 1;
        const document = {
          id: documentId(`d${written}`),
          projectId: null,
          title: '',
          model: 'default',
          createdAt: clock.now(),
          changedAt: clock.now(),
        };
        await store.transaction((tx) => tx.of(ann).put('documents', document));
        await new Promise(setImmediate);
      }
    })();
    const before = written;
    const made = await run('backup', file);
    isOver = true;
    await writing;
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /one\.db holds everything: \d+\.\d MB, made in \d+\.\d s\.\nThe key for the model is not in it\./,
    );
    expect(written).toBeGreaterThan(before + 10);
    expect((await run('backup', file)).stderr).toMatch(/is there already/);
    await stop();
    expect((await run('restore', file)).code).toBe(0);
    const restored = await startServer();
    const ids = await restored.titles();
    const { newest } = await restored.store.transaction((tx) => tx.of(ann).bounds());
    expect(ids).toHaveLength(newest);
    expect(ids.length).toBeGreaterThan(0);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('before-restore-'))).toHaveLength(1);
    await restored.stop();
  },
  processesMs,
);

test(
  'a restore is refused while a server holds the folder, and with a file that is no backup, and then changes nothing',
  async () => {
    const { stop } = await withBackup().then(({ server }) => server);
    await stop();
    const hold = holdDataDir(dataDir);
    const refused = await run('restore', file);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^Another Meanwhile server already uses the data folder .* Stop it first\.\n$/);
    if (hold.ok) hold.value.release();
    const other = join(dir, 'other.db');
    writeFileSync(other, 'No database.');
    expect((await run('restore', other)).stderr).toMatch(/is damaged, or not a database\. Nothing was changed\./);
    expect((await run('restore', join(dir, 'nowhere.db'))).stderr).toMatch(/There is no file/);
    expect(readdirSync(dataDir).filter((name) => /restor/.test(name))).toEqual([]);
    expect(existsSync(databaseFile(dataDir))).toBe(true);
  },
  processesMs,
);

test(
  'a backup takes the place of a damaged database, which is kept as it is',
  async () => {
    const { server } = await withBackup();
    await server.stop();
    const damage = 'No database any more.';
    writeFileSync(databaseFile(dataDir), damage);
    expect(await run('restore', file)).toMatchObject({ code: 0, stderr: '' });
    const kept = readdirSync(dataDir).find((name) => name.startsWith('before-restore-')) ?? '';
    expect(readFileSync(join(dataDir, kept, 'meanwhile.db'), 'utf8')).toBe(damage);
    const restored = await startServer();
    expect(await restored.titles()).not.toEqual([]);
    await restored.stop();
  },
  processesMs,
);
