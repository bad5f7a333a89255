import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './setup/browser.mjs';
import { ensureBuilt } from './setup/builds.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { root } from './setup/project.mjs';
import { StepFailed } from './setup/step.mjs';
import { endEverything } from './stages/process-group.mjs';
import { runStage, stages } from './stages/stage.mjs';

// npm test [-- <stage> …]: does its own set-up, runs the stages, and ends with one line that adds them up.
const reports = join(root, '.cache', `test-${process.pid}`);
const total = { passed: 0, failed: 0 };

process.on('exit', () => {
  endEverything();
  rmSync(reports, { recursive: true, force: true });
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => process.exit(130));

const named = process.argv.slice(2);
const rows = stages
  .map((row) => row.filter((stage) => named.length === 0 || named.includes(stage.name)))
  .filter((row) => row.length > 0);
if (await prepare(ensureInstalled)) {
  for (const row of rows) await runRow(row);
}
if (rows.length === 0) total.failed += 1;
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 ? 1 : 0);

/** @param {readonly import('./stages/stage.mjs').Stage[]} row */
async function runRow(row) {
  const needsBrowser = row.some((stage) => stage.report === 'playwright');
  if (needsBrowser && !(await prepare(ensureBuilt))) return;
  if (needsBrowser && !(await prepare(findBrowser))) return;
  for (const { passed, failed } of await Promise.all(row.map((stage) => runStage(stage, reports)))) {
    total.passed += passed;
    total.failed += failed;
  }
}

async function findBrowser() {
  process.env['CHROMIUM'] = await ensureChromium();
}

/**
 * Does a step of the set-up; one that fails says its sentence and counts as a failure.
 * @param {() => Promise<unknown>} step
 */
async function prepare(step) {
  try {
    await step();
    return true;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.stdout.write(`${error.message}\n`);
    total.failed += 1;
    return false;
  }
}
