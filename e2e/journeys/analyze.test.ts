import type { Page } from '@playwright/test';
import { analyze, entriesOf, sampleAnalysis, threadOf, writtenSample } from '../fixtures/asking.ts';
import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, textOf } from '../fixtures/writing.ts';

const own = 'The copy is safe now.';
/** The sample with a text of the person's own, and what a model might say of it. */
async function sampleWith(world: World): Promise<{ readonly page: Page; readonly source: string; readonly analysis: string }> {
  const page = await writtenSample(world, own);
  const { text, source } = await sampleAnalysis(world);
  return { page, source, analysis: text };
}

test('[J10] an analysis names themes, strengths, gaps and quotes with their sources, on every tab, offline too', async ({
  world,
}) => {
  const { page, source, analysis } = await sampleWith(world);
  world.provider.script({ structured: true }, { type: 'answer', text: analysis });
  await analyze(page);
  const panel = threadOf(page);
  for (const heading of ['Themes', 'Strengths', 'Gaps', 'Quotes'])
    await expect(panel.getByRole('heading', { name: heading })).toBeVisible();
  await expect(panel).toContainText('How it was measured is missing.');
  await expect(panel.getByRole('blockquote').first().locator('..')).toContainText(source);
  await expect(panel.getByText('These words do not stand so in any source.')).toHaveCount(1);
  await expectText(page, 1, own);
  await panel.getByRole('button', { name: source }).first().click();
  await expect(page.getByRole('complementary', { name: 'Sources' })).toContainText(source);
  await analyze(page);
  await expect(entriesOf(page)).toHaveCount(1);
  expectCalls(world, ['complete']);

  const other = await openTab(page.context(), page.url());
  await shellIsKept(page);
  await world.server.kill9();
  await page.reload();
  for (const tab of [page, other]) {
    await analyze(tab);
    await expect(threadOf(tab)).toContainText('How it was measured is missing.');
    await expect(entriesOf(tab)).toHaveCount(1);
  }
});

test('[J10] an analysis runs beside a job that writes the block', async ({ world }) => {
  const { page, analysis } = await sampleWith(world);
  world.provider.script({}, { type: 'held' });
  world.provider.script({ structured: true }, { type: 'answer', text: analysis });
  await generate(page, 1, 'Write it anew.');
  const call = await world.provider.call(0);
  await call.send('A new text,');
  await expectText(page, 1, 'A new text,');
  await analyze(page);
  await expect(threadOf(page)).toContainText('It is short.');
  await expect(threadOf(page)).toContainText('Safety');
  await expect(buttonIn(blockOf(page, 1), 'Refine')).toBeDisabled();
  await call.send(' and whole.');
  await call.finish();
  await expectText(page, 1, 'A new text, and whole.');
  await expect(threadOf(page)).toContainText('Of the text as it stood then.');
  expectCalls(world, ['complete', 'complete']);
});

test('[J9] an answer that is no analysis is asked for again once, then told, and Retry asks anew', async ({ world }) => {
  const { page, analysis } = await sampleWith(world);
  world.provider.script({ structured: true }, { type: 'answer', text: 'Sure, here it is.' });
  await analyze(page);
  await expect(entriesOf(page)).toContainText('did not have the form that was asked for', { timeout: 30_000 });
  await expect(entriesOf(page).getByRole('button', { name: 'Retry' })).toBeVisible();
  expectCalls(world, ['complete', 'complete']);
  world.provider.forget();
  world.provider.script({ structured: true }, { type: 'answer', text: analysis });
  await entriesOf(page).getByRole('button', { name: 'Retry' }).click();
  await expect(threadOf(page)).toContainText('It is short.');
  await expectText(page, 1, own);
});

test('[J1] Insert puts a part at the end of the text as the person’s own, and Undo takes it back', async ({ world }) => {
  const { page, analysis } = await sampleWith(world);
  world.provider.script({ structured: true }, { type: 'answer', text: analysis });
  await analyze(page);
  const gap = threadOf(page).locator('.part').filter({ hasText: 'How it was measured' });
  await gap.getByRole('button', { name: 'Insert' }).click();
  await expectText(page, 1, `${own}\n\nHow it was measured is missing.`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectText(page, 1, own);

  await buttonIn(blockOf(page, 1), 'Edit').click();
  const content = blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });
  await content.press('End');
  await gap.getByRole('button', { name: 'Insert' }).hover();
  await content.pressSequentially(' Really.');
  await page.mouse.down();
  // What was typed is saved while the button is held, and the analysis is one of an older text.
  await expect(threadOf(page).getByText('Of the text as it stood then.')).toBeVisible();
  await page.mouse.up();
  await expect(content).toHaveValue(`${own} Really.\n\nHow it was measured is missing.\n`);
  await buttonIn(blockOf(page, 1), 'Done').click();
  await expectText(page, 1, `${own} Really.\n\nHow it was measured is missing.`);
  await page.reload();
  await expect.poll(() => textOf(page, 1)).toContain('How it was measured');
});

for (const width of [1280, 390]) {
  test(`axe finds nothing wrong with the thread in its states, ${width} wide`, async ({ world }) => {
    const { page, analysis } = await sampleWith(world);
    await page.setViewportSize({ width, height: 844 });
    world.provider.script({ structured: true }, { type: 'held' });
    await buttonIn(blockOf(page, 1), 'Refine').click();
    await expect(page.getByRole('textbox', { name: 'Feedback' })).toBeFocused();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).first().click();
    await analyze(page);
    const call = await world.provider.call(0);
    await expect(page.getByText('Analyzing')).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
    await call.send(analysis);
    await call.finish();
    await expect(page.getByText('It is short.')).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await faultsOf(page)).toEqual([]);
    }
  });
}
