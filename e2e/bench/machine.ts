import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { inDigits } from './figures.ts';

/** On what a run was made, in a sentence. */
export function machineInWords(): string {
  const [cpu] = cpus();
  const chromium = findChromium();
  const browser =
    chromium === null
      ? 'no Chromium'
      : execFileSync(chromium, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const memory = `${inDigits(totalmem() / 1_024 ** 3)} GB`;
  return `${cpus().length} × ${cpu?.model ?? 'a processor'}, ${memory}, Linux ${release().split('-', 1)[0]}, Node ${process.versions.node}, ${browser}`;
}

/** How many processes wanted to run in the last minute; beside what a section itself needs, this is other work. */
export const loadNow = (): number => loadavg()[0] ?? Number.NaN;

/** What of a process lies in memory, in MB; `own` without what is mapped from files, such as Node's own program. */
export function memoryOf(pid: number): { readonly resident: number; readonly own: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (line: RegExp) => Number(line.exec(status)?.[1] ?? Number.NaN) / 1_024;
  return { resident: megabytes(/VmRSS:\s+(\d+)/), own: megabytes(/RssAnon:\s+(\d+)/) };
}
