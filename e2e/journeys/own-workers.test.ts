import type { BrowserContext } from '@playwright/test';
import { newDocument } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

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
  await newDocument(one);
  const call = await writeHalf(world, one, 1, script);
  const other = await openTab(one.context(), one.url());
  await expectText(other, 1, script.first);
  await one.close();
  await sayRest(call, script);
  await expectWritten(other, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L4] without shared workers two tabs show the same text, to the end', async ({ world, context }) => {
  await withoutSharedWorkers(context);
  const one = await world.tab();
  await newDocument(one);
  const call = await writeHalf(world, one, 1, script);
  const other = await openTab(one.context(), one.url());
  await expectText(other, 1, script.first);
  await sayRest(call, script);
  for (const tab of [one, other]) await expectWritten(tab, 1, script.whole);
  expectCalls(world, ['complete']);
});
