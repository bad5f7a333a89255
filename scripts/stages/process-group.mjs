import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { root, toolEnv } from '../setup/project.mjs';

/**
 * Everything that one run of the tests starts carries this in its environment, so that nothing of it outlives the run, not even a
 * server or browser that left its parent's process group.
 */
const mark = `MEANWHILE_TEST_RUN=${randomUUID()}`;

/** @type {Set<number>} */
const running = new Set();

/**
 * Runs a program in a process group of its own and ends the whole group with it.
 * @param {{ command: string, args: readonly string[], env: NodeJS.ProcessEnv, limitMs: number }} program
 * @returns {Promise<{ code: number | null, late: boolean, output: string }>} `code` is null when a signal ended it; `late` when that
 *   was because it took longer than `limitMs`.
 */
export function runGroup({ command, args, env, limitMs }) {
  return new Promise((resolve) => {
    let output = '';
    let late = false;
    const [name = '', value = ''] = mark.split('=');
    const child = spawn(command, args, {
      cwd: root,
      env: { ...toolEnv(), ...env, [name]: value },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const group = child.pid ?? 0;
    if (group > 0) running.add(group);
    const limit = setTimeout(() => {
      late = true;
      endGroup(group);
    }, limitMs);
    /** @param {Buffer} bytes */
    const keep = (bytes) => {
      output += bytes;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    /** @param {number | null} code */
    const settle = (code) => {
      clearTimeout(limit);
      endGroup(group);
      resolve({ code, late, output });
    };
    child.on('close', settle);
    // A process that left the group may hold the pipes open for as long as it lives: the output is not waited for longer than this.
    child.on('exit', (code) => {
      endGroup(group);
      setTimeout(settle, 2_000, code).unref();
    });
    child.on('error', (error) => {
      output += `${error.message}\n`;
      settle(1);
    });
  });
}

/** Ends all groups that still run, and all that left their group. */
export function endEverything() {
  for (const group of running) endGroup(group);
  for (const pid of marked()) end(pid);
}

/** @param {number} group */
function endGroup(group) {
  if (running.delete(group)) end(-group);
}

/** @param {number} target a process, or a group by its negative number; it may be gone already. */
function end(target) {
  try {
    process.kill(target, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The living processes that carry this run's mark; none where the system has no /proc. */
function marked() {
  return processIds().filter((pid) => environmentOf(pid).includes(mark));
}

function processIds() {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
