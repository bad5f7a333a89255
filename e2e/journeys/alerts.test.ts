import type { Page } from '@playwright/test';
import { newDocument } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[J11] who looks elsewhere in the app is told once that a text is ready, and gets there by the message', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  await page.getByRole('link', { name: 'Library' }).first().click();
  const tabs = [page, await world.tab('/jobs')];
  await sayRest(call, script);
  const told = (tab: Page) => tab.getByRole('region', { name: 'Messages' }).getByText('“Tell how the quarter went.” is ready.');
  const counts = () => Promise.all(tabs.map((tab) => told(tab).count()));
  await expect.poll(async () => (await counts()).toSorted()).toEqual([0, 1]);
  const teller = tabs[(await counts()).indexOf(1)] ?? page;
  await teller.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Open' }).click();
  await expectText(teller, 1, script.whole);
  await teller.reload();
  await expectText(teller, 1, script.whole);
  expect(await counts()).toEqual([0, 0]);
});

test('[J11] who is looking at the text while it ends is not told', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await sayRest(await writeHalf(world, page, 1, script), script);
  await expectWritten(page, 1, script.whole);
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('is ready')).toHaveCount(0);
});

test('[J11] with no tab in sight one notification tells of the end, and its click opens the result', async ({
  world,
  context,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => sessionStorage.getItem('sight') ?? 'visible' });
    Object.defineProperty(document, 'hidden', { get: () => document.visibilityState === 'hidden' });
  });
  const page = await world.tab();
  await shellIsKept(page);
  await newDocument(page);
  const documentPage = page.url();
  const call = await writeHalf(world, page, 1, script);
  await page.getByRole('link', { name: 'Library' }).first().click();
  await page.evaluate(() => {
    sessionStorage.setItem('sight', 'hidden');
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await sayRest(call, script);
  const shown = () =>
    page.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag }) => ({ title, body, tag })),
    );
  await expect.poll(async () => (await shown()).length).toBe(1);
  expect(JSON.stringify(await shown())).toContain('Tell how the quarter went.');
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(`(async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  })()`);
  await expect(page).toHaveURL(documentPage);
  await expectText(page, 1, script.whole);
});

test('[J11] an end that came while no tab was open is told at the next visit', async ({ world, context }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  await page.close();
  await sayRest(call, script);
  await call.ended;
  const next = await openTab(context, world.address());
  await expect(next.getByRole('region', { name: 'Messages' }).getByText('“Tell how the quarter went.” is ready.')).toHaveCount(1);
});
