import { spawn } from 'node:child_process';
import { root } from './project.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** A step of the set-up that failed: its message is the one sentence that the person reads. */
export class StepFailed extends Error {}

/**
 * Runs one program of the set-up and shows on stderr what it is doing and for how many seconds. Its own output is kept back and shown
 * only if it fails.
 * @param {{
 *   doing: string, done: string, failed: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv, limitMs: number,
 * }} step `doing`, `done` and `failed` complete a line each; `limitMs` is how long the program may take.
 * @returns {Promise<void>} rejects with StepFailed.
 */
export async function runStep(step) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const hideProgress = showProgress(() => `${step.doing} … ${seconds()} s`);
  const { ended, output } = await runQuietly(step).finally(hideProgress);
  if (ended === 'well') {
    process.stderr.write(`${step.done} in ${seconds()} s.\n`);
    return;
  }
  process.stderr.write(output);
  const why = ended === 'late' ? ` It took longer than ${step.limitMs / 1000} s.` : '';
  throw new StepFailed(`${step.failed}${why}`);
}

/**
 * One line that counts seconds: rewritten in place on a terminal, repeated every 10 s elsewhere.
 * @param {() => string} line
 * @returns {() => void} ends it.
 */
function showProgress(line) {
  const terminal = process.stderr.isTTY;
  const show = () => process.stderr.write(terminal ? `\r\u001b[K${line()}` : `${line()}\n`);
  show();
  const timer = setInterval(show, terminal ? 1_000 : 10_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write('\r\u001b[K');
  };
}

/**
 * @param {{ command: string, args: readonly string[], env: NodeJS.ProcessEnv, limitMs: number }} program
 * @returns {Promise<{ ended: 'well' | 'badly' | 'late', output: string }>}
 */
function runQuietly({ command, args, env, limitMs }) {
  return new Promise((resolve) => {
    let output = '';
    let late = false;
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    // A person who stops the set-up stops what it runs: npm, asked politely, goes on for seconds and is in the next installation's way.
    const stop = () => {
      child.kill('SIGKILL');
      process.exit(130);
    };
    for (const signal of signals) process.once(signal, stop);
    /** @param {Buffer} bytes */
    const keep = (bytes) => {
      output += bytes;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    /** @param {'well' | 'badly'} ended */
    const settle = (ended) => {
      clearTimeout(limit);
      for (const signal of signals) process.off(signal, stop);
      resolve({ ended: late ? 'late' : ended, output });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      settle('badly');
    });
    child.on('close', (code) => settle(code === 0 ? 'well' : 'badly'));
  });
}
