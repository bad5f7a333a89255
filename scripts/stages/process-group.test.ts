import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { endEverything, runGroup } from './process-group.mjs';

const shell = (script: string, limitMs = 20_000) => runGroup({ command: 'sh', args: ['-c', script], env: {}, limitMs });

/** A dead process whose parent never asks for its end stays in the table as a zombie: it no longer lives. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

test('what a program says and how it ends is handed back', async () => {
  expect(await shell('echo out; echo err >&2; exit 3')).toEqual({ code: 3, late: false, output: 'out\nerr\n' });
  expect(await runGroup({ command: 'no-such-program', args: [], env: {}, limitMs: 1_000 })).toMatchObject({
    code: 1,
    late: false,
  });
});

test('a process that a program leaves behind in its group ends with it', async () => {
  const { output } = await shell('sleep 300 & echo $!');
  expect(Number(output)).toBeGreaterThan(0);
  await expect.poll(() => isAlive(Number(output))).toBe(false);
});

test('a process that left the group is ended with everything else', async () => {
  // The pipe of $( … ) closes when the process has its own group and is about to sleep.
  const { output } = await shell('echo $(setsid sh -c "echo \\$\\$; exec sleep 300 >/dev/null 2>&1" &)');
  expect(isAlive(Number(output))).toBe(true);
  endEverything();
  await expect.poll(() => isAlive(Number(output))).toBe(false);
});

test('a program that takes too long is ended', async () => {
  expect(await shell('sleep 300', 100)).toMatchObject({ code: null, late: true });
});
