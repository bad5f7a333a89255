import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/project.mjs';
import { runGroup } from './process-group.mjs';
import { tallyExit, tallyPlaywright, tallyVitest } from './report.mjs';

/**
 * One kind of proof: an installed tool, how its report is read, and how long it may take.
 * @typedef {{ name: string, tool: string, args: readonly string[], report: 'exit' | 'vitest' | 'playwright', limitMs: number }} Stage
 */

const minute = 60_000;

/**
 * All kinds, in the order in which they run. Those of one row run side by side; the browser has the machine for itself.
 * @type {readonly (readonly Stage[])[]}
 */
export const stages = [
  [
    { name: 'types', tool: 'tsc', args: ['-p', '.'], report: 'exit', limitMs: 3 * minute },
    {
      name: 'lint',
      tool: 'biome',
      args: ['check', '--error-on-warnings', '--max-diagnostics=none'],
      report: 'exit',
      limitMs: 2 * minute,
    },
    vitest('rules', 2 * minute),
  ],
  [vitest('unit', 10 * minute), vitest('simulation', 10 * minute)],
  [{ name: 'journeys', tool: 'playwright', args: ['test', '--reporter=list,json'], report: 'playwright', limitMs: 30 * minute }],
];

/**
 * @param {string} project
 * @param {number} limitMs
 * @returns {Stage}
 */
function vitest(project, limitMs) {
  return {
    name: project,
    tool: 'vitest',
    args: ['run', '--project', project, '--reporter=default', '--reporter=json'],
    report: 'vitest',
    limitMs,
  };
}

/**
 * Runs a stage and prints its line; what it said is printed in full if anything failed.
 * @param {Stage} stage
 * @param {string} reports the folder for its report.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runStage(stage, reports) {
  const startedAt = performance.now();
  const file = join(reports, `${stage.name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const { code, late, output } = await runGroup({
    command: join(root, 'node_modules', '.bin', stage.tool),
    args: stage.report === 'vitest' ? [...stage.args, `--outputFile.json=${file}`] : stage.args,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    limitMs: stage.limitMs,
  });
  const tally = tallyStage(stage, file, code);
  if (late) tally.complaints.push(`It took longer than ${stage.limitMs / minute} minutes and was ended.`);
  const failed = tally.failed + tally.complaints.length;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  if (failed > 0) process.stdout.write(`\n${output}\n`);
  process.stdout.write(`${stage.name.padEnd(12)}${`${tally.passed} passed, ${failed} failed`.padEnd(28)}${seconds} s\n`);
  for (const complaint of tally.complaints) process.stdout.write(`${''.padEnd(12)}${complaint}\n`);
  return { passed: tally.passed, failed };
}

/**
 * @param {Stage} stage
 * @param {string} file
 * @param {number | null} code
 */
function tallyStage(stage, file, code) {
  switch (stage.report) {
    case 'exit':
      return tallyExit(code);
    case 'vitest':
      return tallyVitest(file, code);
    case 'playwright':
      return tallyPlaywright(file, code);
  }
}
