import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { systemClock } from '../clock.system.ts';
import { systemNewId, systemNewSecret } from '../random.system.ts';
import { createIdentityStore } from '../store/identity-store.ts';
import { holdDataDir } from '../store/lock.ts';
import { createProgramStore } from '../store/program-store.ts';
import { databaseFile, openSqlite } from '../store/sqlite.ts';
import { createIdentity } from './identity.ts';
import { createTokens } from './tokens.ts';

let dataDir: string;

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a command as its own process, as npm does. */
const run = (command: 'token' | 'link', args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL(`./${command}.command.ts`, import.meta.url));
    const options = { env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...env } };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const openIdentity = async () => {
  const db = await openSqlite(databaseFile(dataDir));
  const identity = createIdentity({
    store: createIdentityStore(db),
    storeId: storeId('store1'),
    origin: 'http://127.0.0.1:3000',
    clock: systemClock,
    newId: systemNewId,
    newSecret: systemNewSecret,
  });
  const tokens = createTokens({
    store: createProgramStore(db),
    clock: systemClock,
    newId: systemNewId,
    newSecret: systemNewSecret,
  });
  return { db, identity, tokens };
};

const visitor = { cookie: '', userAgent: 'Test', address: '127.0.0.1' };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'meanwhile-commands-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('npm run token', () => {
  it('prints only a token, also when no server ever ran, and keeps only its hash', async () => {
    const ran = await run('token');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^mw_[A-Za-z0-9_-]{43}\n$/);
    const token = ran.stdout.trim();
    const { db, tokens } = await openIdentity();
    expect(await tokens.bearer(`Bearer ${token}`)).toMatchObject({ role: 'owner', scope: 'jobs:write' });
    const [row, ...more] = await db.selectFrom('tokens').selectAll().execute();
    expect(row).toMatchObject({ hash: sha256Hex(token), name: 'token' });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(more).toEqual([]);
    await db.destroy();
  });

  it('works while a server has the folder, and leaves the owner to the first browser', async () => {
    const held = holdDataDir(dataDir);
    const { db, identity, tokens } = await openIdentity();
    const ran = await run('token', ['--name', 'nightly script', '--scope', 'jobs:read']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await tokens.bearer(`Bearer ${ran.stdout.trim()}`)).toMatchObject({ role: 'owner', scope: 'jobs:read' });
    expect(await db.selectFrom('tokens').select('name').execute()).toEqual([{ name: 'nightly script' }]);
    expect(await identity.start(visitor, { known: null, key: 'one' })).toMatchObject({ ok: true, value: { role: 'owner' } });
    await db.destroy();
    if (held.ok) held.value.release();
  });

  const others = [['--nam', 'x'], ['--name'], ['--name', ''], ['--name', 'x', 'y'], ['--scope', 'jobs']];
  it.each(others.map((args) => [args] as const))('says what it takes when it is asked for something else: %j', async (args) => {
    const ran = await run('token', args);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('--name');
  });

  it('names a wrong setting and prints no token', async () => {
    const ran = await run('token', [], { PORT: 'x' });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('PORT is "x"');
  });

  it('makes one owner when two commands run at once on a new folder', async () => {
    const both = await Promise.all([run('token'), run('token')]);
    expect(both.map((ran) => ran.code)).toEqual([0, 0]);
    const { db } = await openIdentity();
    expect(await db.selectFrom('accounts').select('role').execute()).toEqual([{ role: 'owner' }]);
    await db.destroy();
  });
});

describe('npm run link', () => {
  it('prints a link to the running server that signs in to the owner once', async () => {
    const held = holdDataDir(dataDir);
    if (held.ok) held.value.announce('http://127.0.0.1:4711');
    const ran = await run('link');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const [, secret] = /^http:\/\/127\.0\.0\.1:4711\/link#([A-Za-z0-9_-]{43})\n$/.exec(ran.stdout) ?? [];
    const { db, identity } = await openIdentity();
    expect(await identity.signInByLink(visitor, secret ?? '')).toMatchObject({ ok: true, value: { role: 'owner' } });
    expect(await identity.signInByLink(visitor, secret ?? '')).toMatchObject({ ok: false });
    await db.destroy();
    if (held.ok) held.value.release();
  });

  it('takes the address from the settings when no server runs', async () => {
    expect((await run('link', [], { HOST: '::1', PORT: '4000' })).stdout).toMatch(/^http:\/\/\[::1\]:4000\/link#/);
    expect((await run('link', [], { PUBLIC_URL: 'https://localhost' })).stdout).toMatch(/^https:\/\/localhost\/link#/);
  });
});
