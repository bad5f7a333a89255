import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { shareRun } from './coverage.ts';
import { planted, plantedNames } from './planted.ts';
import type { Report } from './print-report.ts';

/*
 * The shipped engine, ledger, jobs and sync in two thousand worlds of their own, each drawn from a seed and full of faults. The worlds run in
 * processes beside this one, because they load their sources with a counter in `transition`.
 */

const seeds = 2_000;
const root = join(import.meta.dirname, '..', '..');

let report: Report & { readonly missing: readonly string[] };

beforeAll(async () => {
  report = await simulation(['--seeds', String(seeds), '--workers', '2', '--complete', '--coverage']);
}, 400_000);

function simulation(args: readonly string[]): Promise<typeof report> {
  const child = spawn(join(root, 'node_modules', '.bin', 'node'), [join(import.meta.dirname, 'main.ts'), ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', () => (printed === '' ? reject(new Error('The simulation said nothing.')) : resolve(JSON.parse(printed))));
  });
}

/** What broke of these promises, told so that it can be repeated. */
const broken = (...promises: readonly string[]): readonly string[] =>
  report.failures
    .filter(({ promise }) => promises.includes(promise))
    .map(({ seed, promise, detail, told }) => `npm run sim -- --seed ${seed}: [${promise}] ${told === '' ? detail : told}`);

test('two thousand worlds were simulated, and every commit in them was looked at', () => {
  expect(report.count).toBe(seeds);
  expect(report.reached['commits checked']).toBeGreaterThan(10 * seeds);
});

test('every fault, every deed and every cell of the machine that can be reached was reached', () => {
  expect(report.missing).toEqual([]);
});

test.each(['server/ledger/', 'server/jobs/', 'shared/sync/outbox.ts', 'shared/sync/apply.ts', 'shared/sync/apply-result.ts'])(
  'nine lines in ten of %s ran in them',
  (path) => {
    const files = Object.entries(report.coverage).flatMap(([name, file]) => (name.startsWith(path) ? [file] : []));
    expect(files.length).toBeGreaterThan(0);
    expect(shareRun(files)).toBeGreaterThanOrEqual(0.9);
  },
);

test('[J2] [J3] under any faults a status changes by the machine alone, and an end is final', () => {
  expect(broken('J2', 'J3')).toEqual([]);
});

test('[J4] under any faults a stale epoch writes nothing, and epochs only grow', () => {
  expect(broken('J4')).toEqual([]);
});

test('[J5] under any faults a done step is never run again', () => {
  expect(broken('J5')).toEqual([]);
});

test('[J6] [J7] under any faults nothing is written after a cancel, and a pause starts nothing', () => {
  expect(broken('J6', 'J7')).toEqual([]);
});

test('[J8] under any faults every job comes to its end once all is well, or waits for a person', () => {
  expect(broken('J8')).toEqual([]);
});

test('[J9] [J12] under any faults attempts only grow, wait as they are told, and progress never falls', () => {
  expect(broken('J9', 'J12')).toEqual([]);
});

test('[J10] under any faults a person’s words stand, and one job at a time writes to a block', () => {
  expect(broken('J10')).toEqual([]);
});

test('[L1] [L2] [L3] under any faults the provider sees each claimed call once, and no other', () => {
  expect(broken('L1', 'L2', 'L3')).toEqual([]);
});

test('[L5] under any faults a call is hung up for a cancel or a stop, and for nothing else', () => {
  expect(broken('L5')).toEqual([]);
});

test('[L4] [L6] under any faults text is durable before it is shown, and exact to the character', () => {
  expect(broken('L4', 'L6')).toEqual([]);
});

test('[L7] [L9] under any faults what may have been paid is counted, and a call ends by its owner', () => {
  expect(broken('L7', 'L9')).toEqual([]);
});

test('[S1] [S2] [S3] [S5] under any faults each change is applied once and in order, and the device’s copy is the server’s', () => {
  expect(broken('S1', 'S2', 'S5')).toEqual([]);
});

test('no fault ends in an error that nobody takes up', () => {
  expect(broken('no bug')).toEqual([]);
});

describe('a bug that is planted is caught', () => {
  test.concurrent.each(plantedNames)('%s', async (name) => {
    const from = String(planted(name).from);
    const found = await simulation(['--plant', name, '--from', from, '--seeds', '1500']);
    expect(found.failures).toHaveLength(1);
  });
});
