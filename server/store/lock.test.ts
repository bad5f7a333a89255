import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdDataDir, readServerAddress } from './lock.ts';

/** What a server's start does with the folder: takes it, says so and stays; or says who has it and leaves with 1. */
const start = `
  const { holdDataDir, heldSentence } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
  const dir = process.argv[1];
  const held = holdDataDir(dir);
  if (!held.ok) {
    console.error(heldSentence(dir, held.error));
    process.exit(1);
  }
  held.value.announce('http://127.0.0.1:4711');
  console.log('held');
  setInterval(() => {}, 1000);
`;

let dir: string;
let children: ChildProcess[];

const startServer = () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', start, dir], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
};

const startAndHold = async () => {
  const child = startServer();
  await once(child.stdout, 'data');
  return child;
};

const startAndLeave = async () => {
  const child = startServer();
  const said = text(child.stderr);
  const [code] = await once(child, 'exit');
  return { code, said: (await said).trim() };
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-lock-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(dir, { recursive: true, force: true });
});

describe('the data folder', () => {
  it('refuses a second server with one sentence that names the first', async () => {
    await startAndHold();
    expect(await startAndLeave()).toEqual({
      code: 1,
      said: `Another Meanwhile server already uses the data folder ${dir}. It answers at http://127.0.0.1:4711.`,
    });
  });

  it('refuses a second server while the first is frozen', async () => {
    const first = await startAndHold();
    first.kill('SIGSTOP');
    expect(await startAndLeave()).toMatchObject({ code: 1 });
  });

  it('is free again once its server was killed', async () => {
    const first = await startAndHold();
    const gone = once(first, 'exit');
    first.kill('SIGKILL');
    await gone;
    const next = holdDataDir(dir);
    expect(next.ok).toBe(true);
    expect(readServerAddress(dir)).toBeNull();
    if (next.ok) next.value.release();
  });

  it('is free again once it was released, and names no address', async () => {
    const first = holdDataDir(dir);
    expect(first.ok).toBe(true);
    if (!first.ok) return;
    first.value.announce('http://127.0.0.1:1');
    expect(readServerAddress(dir)).toBe('http://127.0.0.1:1');
    first.value.release();
    expect(readServerAddress(dir)).toBeNull();
    await startAndHold();
  });

  it('is made if it is not there', () => {
    const made = holdDataDir(join(dir, 'new', 'data'));
    expect(made.ok).toBe(true);
    if (made.ok) made.value.release();
  });
});
