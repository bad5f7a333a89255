import type { Page } from '@playwright/test';
import { until } from '../../disruptions/until.ts';
import { blockOf, buttonIn, newDocument, promptOf } from '../../fixtures/desk.ts';
import { openTab } from '../../fixtures/open-world.ts';
import { expectSynced } from '../../fixtures/writing.ts';
import { inWorld } from '../browser-world.ts';

/** How long clicks took, in ms, one a turn. */
export type Clicks = {
  /** From the click on Generate until another tab shows the job, which is on the disk by then. */
  readonly ours: readonly number[];
  /** From a strict put until a live query in another tab has the row. */
  readonly raw: readonly number[];
};

const warmUps = 3;

/** Two tabs of a browser with a folder on disk; ours and the raw put take turns. */
export const measureClicks = (turns: number): Promise<Clicks> =>
  inWorld({}, async (world) => {
    const profile = await world.profile();
    world.provider.script({}, { type: 'answer', text: 'A short text.' });
    const clicked = await openTab(profile.context(), world.address());
    await newDocument(clicked);
    await promptOf(clicked, 1).fill('Tell how the quarter went.');
    await expectSynced(clicked);
    const other = await openTab(profile.context(), clicked.url());
    await promptOf(other, 1).waitFor();
    await openRaw(clicked, other);
    const times: { ours: number; raw: number }[] = [];
    for (let turn = 0; turn < warmUps + turns; turn += 1) {
      times.push({ raw: await putRaw(clicked, other, turn), ours: await clickGenerate(clicked, other) });
    }
    const counted = times.slice(warmUps);
    return { ours: counted.map(({ ours }) => ours), raw: counted.map(({ raw }) => raw) };
  });

async function clickGenerate(clicked: Page, other: Page): Promise<number> {
  await other.evaluate(() => {
    const shown = new Promise<number>((resolve) => {
      const look = () => {
        const buttons = [...document.querySelectorAll('article button')];
        if (buttons.some((button) => button.textContent?.trim() === 'Cancel'))
          resolve(performance.timeOrigin + performance.now());
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    Reflect.set(globalThis, 'shown', shown);
  });
  const from = await clicked.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('article button')];
    const at = performance.timeOrigin + performance.now();
    buttons.find((button) => button.textContent?.trim() === 'Generate')?.click();
    return at;
  });
  const to: number = await other.evaluate(() => Reflect.get(globalThis, 'shown'));
  for (const page of [clicked, other]) {
    const button = buttonIn(blockOf(page, 1), 'Generate');
    await until(
      'the job over',
      () => button.isEnabled(),
      (isOver) => isOver,
    );
  }
  return to - from;
}

/** As much of Dexie as the limit needs; the pages have it, because the app runs on it. */
type DexieMaker = {
  new (
    name: string,
    options: { readonly chromeTransactionDurability: 'strict' },
  ): {
    readonly version: (number: number) => { readonly stores: (tables: object) => void };
    readonly table: (name: string) => Rows;
  };
  readonly liveQuery: (look: () => Promise<Row | undefined>) => { readonly subscribe: (hear: (row?: Row) => void) => unknown };
};
type Row = { readonly id: string; readonly turn: number; readonly text: string };
type Rows = { readonly put: (row: Row) => Promise<unknown>; readonly get: (id: string) => Promise<Row | undefined> };

/** A database of the benchmark's own beside ours; the other tab has a live query of its one row. */
async function openRaw(writing: Page, reading: Page): Promise<void> {
  const open = () => {
    const Dexie: DexieMaker = Reflect.get(globalThis, Symbol.for('Dexie'));
    const database = new Dexie('bench', { chromeTransactionDurability: 'strict' });
    database.version(1).stores({ rows: 'id' });
    Reflect.set(globalThis, 'benchRows', database.table('rows'));
  };
  await writing.evaluate(open);
  await reading.evaluate(open);
  await reading.evaluate(() => {
    const Dexie: DexieMaker = Reflect.get(globalThis, Symbol.for('Dexie'));
    const rows: Rows = Reflect.get(globalThis, 'benchRows');
    const seen = new Map<number, number>();
    Reflect.set(globalThis, 'benchSeen', seen);
    Dexie.liveQuery(() => rows.get('row')).subscribe((row) => {
      if (row !== undefined) seen.set(row.turn, performance.timeOrigin + performance.now());
    });
  });
}

/** The limit: one row of a job's size, strictly durable, heard of by a live query in the other tab and drawn nowhere. */
async function putRaw(writing: Page, reading: Page, turn: number): Promise<number> {
  const from = await writing.evaluate(async (turn) => {
    const rows: Rows = Reflect.get(globalThis, 'benchRows');
    const at = performance.timeOrigin + performance.now();
    await rows.put({ id: 'row', turn, text: 'a'.repeat(1_000) });
    return at;
  }, turn);
  const to = await until(
    'the row in the other tab',
    () =>
      reading.evaluate((turn) => {
        const seen: Map<number, number> = Reflect.get(globalThis, 'benchSeen');
        return seen.get(turn) ?? null;
      }, turn),
    (at) => at !== null,
  );
  return (to ?? Number.NaN) - from;
}
