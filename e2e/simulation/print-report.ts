import { type Coverage, type FileCoverage, shareRun } from './coverage.ts';
import { neverReached } from './reach.ts';

/** Seeds that follow each other. */
export type SeedRange = { readonly from: number; readonly count: number };

/** What a range of seeds came to. */
export type Report = SeedRange & {
  readonly events: number;
  readonly cpuMs: number;
  /** How often each fault, deed and cell was reached. */
  readonly reached: Readonly<Record<string, number>>;
  readonly failures: readonly {
    readonly seed: number;
    readonly promise: string;
    readonly detail: string;
    readonly told: string;
  }[];
  /** Empty unless it was asked for. */
  readonly coverage: Coverage;
};

/** How the report is printed, and whether what was never reached is a failure. */
export type PrintOptions = { readonly json: boolean; readonly complete: boolean };

/** Says what came of it; answers the process's exit code. */
export function printReport(report: Report, { json, complete }: PrintOptions): number {
  const missing = complete ? neverReached(report.reached) : [];
  if (json) console.log(JSON.stringify({ ...report, missing }));
  else
    for (const line of [...reachedLines(report), ...failureLines(report), ...coverageLines(report), ...missing, summary(report)])
      console.log(line);
  return report.failures.length + missing.length === 0 ? 0 : 1;
}

function reachedLines({ reached }: Report): readonly string[] {
  const names = Object.keys(reached).toSorted();
  return names.map((name) => `${String(reached[name]).padStart(8)}  ${name}`);
}

function failureLines({ failures }: Report): readonly string[] {
  return failures.flatMap(({ seed, promise, detail, told }) => [
    `Seed ${seed} broke [${promise}]: ${detail.slice(0, 400)}`,
    ...(told === '' ? [] : [told]),
    `Repeat it with: npm run sim -- --seed ${seed}`,
  ]);
}

function coverageLines({ coverage }: Report): readonly string[] {
  const percent = (files: readonly FileCoverage[]): string => `${(shareRun(files) * 100).toFixed(1)} %`.padStart(8);
  const files = Object.entries(coverage).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (files.length === 0) return [];
  return [
    ...files.map(
      ([path, file]) => `${percent([file])}  ${path}${file.missed.length > 0 ? `  not ${file.missed.join(' ')}` : ''}`,
    ),
    `${percent(files.map(([, file]) => file))}  of all lines of these files ran`,
  ];
}

function summary({ count, from, failures, events, cpuMs }: Report): string {
  const seeds = failures.slice(0, 30).map(({ seed }) => seed);
  const failed = failures.length === 0 ? 'every promise held' : `${failures.length} failed: ${seeds.join(' ')}`;
  return `${count} seeds from ${from}: ${failed}. ${events} events in ${cpuMs} ms of processor time.`;
}
