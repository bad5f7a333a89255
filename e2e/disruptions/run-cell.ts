import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell, RowName } from './cell.ts';
import { columns } from './columns.ts';
import { createWitness, faultsAtEnd } from './faults.ts';
import type { CommitFault } from './gated-server/commit-gate.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';
import { openScene, type Scene, type Stage, shownIn } from './scene.ts';
import { until } from './until.ts';

/**
 * What became of a cell. `resumedMs`: from the harm, or from its end where something was gone for a while, to the first sign that the job
 * goes on; null where nothing was left to come.
 */
export type Outcome =
  | { readonly type: 'passed'; readonly resumedMs: number | null }
  | { readonly type: 'failed'; readonly faults: readonly string[] }
  | { readonly type: 'not exercised'; readonly doubts: readonly string[] };

/** Plays one cell in a world of its own. */
export async function runCell(cell: Cell, stage: Stage): Promise<Outcome> {
  const [row, column] = [rows[cell.row], columns[cell.column]];
  const signal = signalsOf[cell.row];
  if (column.strikes !== undefined && signal === undefined) throw new Error('This row does nothing to the server.');
  const fault = column.strikes === undefined || signal === undefined ? null : { moment: column.strikes, signal };
  const opened = await openScene(cell, row.setup, stage, fault).catch(inOneLine);
  if (typeof opened === 'string') return { type: 'not exercised', doubts: [opened] };
  const scene = opened;
  const witness = createWitness(scene);
  const stop = new AbortController();
  let isHarmed = false;
  try {
    await column.reach(scene);
    const watch = createWatch(scene, row, stop.signal);
    let doubts: readonly string[] = ['nothing was harmed'];
    await row.inflict(scene, {
      harm: async (act) => {
        if (column.strikes === undefined) doubts = column.doubts(scene);
        await watch.begin();
        isHarmed = true;
        const done = await act();
        if (column.strikes !== undefined) doubts = column.doubts(scene);
        return done;
      },
      over: watch.restart,
    });
    if (doubts.length > 0) return { type: 'not exercised', doubts };
    await settled(scene);
    await watch.lookAgain();
    const faults = await faultsAtEnd(scene, row, witness);
    return faults.length === 0 ? { type: 'passed', resumedMs: watch.resumedMs() } : { type: 'failed', faults };
  } catch (error) {
    // What went wrong before the harm says nothing about what the harm does.
    if (!isHarmed) return { type: 'not exercised', doubts: [inOneLine(error)] };
    return { type: 'failed', faults: [inOneLine(error), ...witness.seen()] };
  } finally {
    stop.abort();
    witness.stop();
    await scene.close();
  }
}

/** What the server does to itself where a row strikes it at a commit. */
const signalsOf: Readonly<Partial<Record<RowName, CommitFault['signal']>>> = {
  'server SIGTERM, start': 'SIGTERM',
  'server kill -9, start': 'SIGKILL',
  'server SIGSTOP, SIGCONT': 'SIGSTOP',
};

const inOneLine = (error: unknown): string => String(error).split('\n', 1)[0] ?? '';

const lookEveryMs = 8;

/** Waits for the row's sign from the harm on. */
function createWatch(scene: Scene, row: Row, signal: AbortSignal) {
  let [startedAt, resumedAt]: [number, number | null] = [0, null];
  let before: readonly (string | null)[] = [];
  const isResumed = async (): Promise<boolean> => {
    if (row.sign === 'driver') return scene.ledger.job()?.lease?.driver.startsWith('server.') === true;
    for (const tab of scene.tabs()) {
      for (const [at, block] of scene.blocks.entries()) {
        const text = await shownIn(tab, block);
        if (text !== null && text !== '' && text !== before[at]) return true;
      }
    }
    return false;
  };
  const look = async (): Promise<void> => {
    if (resumedAt === null && (await isResumed())) resumedAt ??= performance.now();
  };
  const lookOn = async (): Promise<void> => {
    while (!signal.aborted && resumedAt === null) {
      await look();
      await sleep(lookEveryMs);
    }
  };
  return {
    begin: async () => {
      const [tab] = scene.tabs();
      before = await Promise.all(scene.blocks.map((block) => (tab === undefined ? '' : shownIn(tab, block))));
      startedAt = performance.now();
      void lookOn();
    },
    /** A text that came whole may have been seen to be so between two looks. */
    lookAgain: look,
    restart: () => {
      startedAt = performance.now();
      if (resumedAt !== null && row.sign === 'text') resumedAt = Math.max(resumedAt, startedAt);
    },
    resumedMs: () => (resumedAt === null ? null : resumedAt - startedAt),
  };
}

/** The job has ended, and every tab shows it. */
async function settled(scene: Scene): Promise<void> {
  await until(
    'the job completed',
    () => scene.ledger.job()?.status,
    (status) => status === 'completed',
    { limitMs: 45_000 },
  );
  for (const tab of scene.tabs()) {
    for (const block of scene.blocks) {
      const whole = scene.speaker.wholeOf(block);
      await until(
        `block ${block} in the tab`,
        () => shownIn(tab, block),
        (text) => text === whole,
      );
    }
    await until(
      'no progress bar',
      () => tab.getByRole('progressbar').count(),
      (count) => count === 0,
    );
  }
}
