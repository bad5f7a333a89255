import type { BrowserContext } from '@playwright/test';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectWritten, sayRest, writeHalfInTwoTabs } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** A browser without shared workers, as some on phones are: every tab has a worker of its own, and one of them runs the engine. */
const withoutSharedWorkers = (context: BrowserContext) =>
  context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker');
  });

test('[J4] without shared workers one tab’s worker runs the engine, and another’s takes over when that tab closes', async ({
  world,
  context,
}) => {
  await withoutSharedWorkers(context);
  const one = await world.tab();
  expect(await one.evaluate(() => 'SharedWorker' in globalThis)).toBe(false);
  const { call, other } = await writeHalfInTwoTabs(world, one, script);
  await one.close();
  await sayRest(call, script);
  await expectWritten(other, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L4] without shared workers two tabs show the same text, to the end', async ({ world, context }) => {
  await withoutSharedWorkers(context);
  const one = await world.tab();
  const { call, other } = await writeHalfInTwoTabs(world, one, script);
  await sayRest(call, script);
  for (const tab of [one, other]) await expectWritten(tab, 1, script.whole);
  expectCalls(world, ['complete']);
});
