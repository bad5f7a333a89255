import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tallyExit, tallyPlaywright, tallyVitest } from './report.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const vitestReport = (passed: number, failed: number, total: number, testResults: readonly unknown[] = []) =>
  report({ numPassedTests: passed, numFailedTests: failed, numTotalTests: total, testResults });

const playwrightReport = (stats: object, errors: readonly unknown[] = []) =>
  report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

test('a tool that says only yes or no counts as one', () => {
  expect(tallyExit(0)).toEqual({ passed: 1, failed: 0, complaints: [] });
  expect(tallyExit(2)).toEqual({ passed: 0, failed: 1, complaints: [] });
  expect(tallyExit(null)).toEqual({ passed: 0, failed: 1, complaints: [] });
});

test('passed and failed tests are counted', () => {
  expect(tallyVitest(vitestReport(3, 2, 5), 1)).toEqual({ passed: 3, failed: 2, complaints: [] });
  expect(tallyPlaywright(playwrightReport({ expected: 3, unexpected: 2 }), 1)).toEqual({ passed: 3, failed: 2, complaints: [] });
});

test('a file that could not be loaded is a failure, though none of its tests ran', () => {
  const broken = { status: 'failed', assertionResults: [] };
  const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] };
  expect(tallyVitest(vitestReport(3, 1, 4, [broken, failing]), 1)).toEqual({ passed: 3, failed: 2, complaints: [] });
});

test('a flaky test and an error outside the tests are failures', () => {
  expect(tallyPlaywright(playwrightReport({ expected: 3, flaky: 1 }, [{ message: 'no server' }]), 1).failed).toBe(2);
});

test('a skipped test is complained about', () => {
  expect(tallyVitest(vitestReport(3, 0, 4), 0).complaints).toHaveLength(1);
  expect(tallyPlaywright(playwrightReport({ expected: 3, skipped: 2 }), 0).complaints).toHaveLength(1);
});

test('a stage without tests is complained about', () => {
  expect(tallyVitest(vitestReport(0, 0, 0), 0).complaints).toHaveLength(1);
  expect(tallyPlaywright(playwrightReport({}), 0).complaints).toHaveLength(1);
});

test('a runner that fails without a failed test, or without a report, is complained about', () => {
  expect(tallyVitest(vitestReport(3, 0, 3), 1).complaints).toHaveLength(1);
  expect(tallyVitest(vitestReport(3, 0, 3), null).complaints).toHaveLength(1);
  expect(tallyVitest(join(folder, 'none.json'), 0).complaints).toHaveLength(1);
  expect(tallyPlaywright(join(folder, 'none.json'), 1).complaints).toHaveLength(1);
});
