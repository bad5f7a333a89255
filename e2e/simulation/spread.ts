import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { joinCoverage } from './coverage.ts';
import type { Report, SeedRange } from './print-report.ts';

/** A world leaves much garbage that is young: with more room for it, it is cleared away far less often. */
const nodeOptions = ['--max-semi-space-size=64'];

/** Simulates a range of seeds in several processes side by side. */
export async function spread(
  { from, count }: SeedRange,
  workers: number,
  plant: string | null,
  isCounted = false,
): Promise<Report> {
  const each = Math.ceil(count / workers);
  const parts = Array.from({ length: workers }, (_, at) => ({
    from: from + at * each,
    count: Math.min(each, count - at * each),
  }));
  const reports = await Promise.all(parts.filter((part) => part.count > 0).map((part) => runProcess(part, plant, isCounted)));
  return reports.reduce(together);
}

function runProcess({ from, count }: SeedRange, plant: string | null, isCounted: boolean): Promise<Report> {
  const range = ['--from', String(from), '--seeds', String(count), '--json'];
  const args = [...range, ...(plant === null ? [] : ['--plant', plant]), ...(isCounted ? ['--coverage'] : [])];
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (printed === '') reject(new Error(`The simulation of seeds ${from} and following ended with ${code} and said nothing.`));
      else resolve(JSON.parse(printed));
    });
  });
}

/** The reports of two ranges as one. */
export function together(a: Report, b: Report): Report {
  const names = new Set([...Object.keys(a.reached), ...Object.keys(b.reached)]);
  return {
    from: Math.min(a.from, b.from),
    count: a.count + b.count,
    events: a.events + b.events,
    cpuMs: a.cpuMs + b.cpuMs,
    reached: Object.fromEntries([...names].map((name) => [name, (a.reached[name] ?? 0) + (b.reached[name] ?? 0)])),
    failures: [...a.failures, ...b.failures],
    coverage: joinCoverage(a.coverage, b.coverage),
  };
}
