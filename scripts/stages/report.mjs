import { readFileSync } from 'node:fs';

/**
 * What a stage came to. `complaints` are reasons to fail that are not a failed test; each counts as one failure.
 * @typedef {{ passed: number, failed: number, complaints: string[] }} Tally
 */

/**
 * Reads how a tool ended that says only yes or no: it counts as one.
 * @param {number | null} code
 * @returns {Tally}
 */
export function tallyExit(code) {
  return code === 0 ? { passed: 1, failed: 0, complaints: [] } : { passed: 0, failed: 1, complaints: [] };
}

/**
 * Reads Vitest's JSON report. A file that could not be loaded counts as one failure.
 * @param {string} file
 * @param {number | null} code how Vitest ended.
 * @returns {Tally}
 */
export function tallyVitest(file, code) {
  const report = readReport(file);
  if (!report) return crashed(code);
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ result) =>
      result.status === 'failed' && result.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  return judge({
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numTotalTests - report.numPassedTests - report.numFailedTests,
    code,
  });
}

/**
 * Reads Playwright's JSON report. An error outside any test counts as one failure.
 * @param {string} file
 * @param {number | null} code how Playwright ended.
 * @returns {Tally}
 */
export function tallyPlaywright(file, code) {
  const report = readReport(file);
  if (!report) return crashed(code);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return judge({ passed: expected, failed: unexpected + flaky + report.errors.length, skipped, code });
}

/**
 * @param {{ passed: number, failed: number, skipped: number, code: number | null }} counts
 * @returns {Tally}
 */
function judge({ passed, failed, skipped, code }) {
  const complaints = [];
  if (skipped > 0) complaints.push(`${skipped} ${skipped === 1 ? 'test was' : 'tests were'} skipped; every test has to run.`);
  if (passed + failed === 0) complaints.push('No test ran.');
  if (code !== 0 && failed + complaints.length === 0)
    complaints.push(`No test failed, but the runner ended with ${code ?? 'a signal'}.`);
  return { passed, failed, complaints };
}

/**
 * @param {number | null} code
 * @returns {Tally}
 */
function crashed(code) {
  return { passed: 0, failed: 0, complaints: [`The runner left no report; it ended with ${code ?? 'a signal'}.`] };
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
