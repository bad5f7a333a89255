import type { Locator, Page } from '@playwright/test';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { addPromptBlock, blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { failElsewhere } from '../fixtures/library.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectText } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** What a thumb would miss, by name and height. What stands within a sentence, or is laid over by something larger, is let be. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page
    .locator('button:visible, select:visible, .nav-item:visible, summary:visible, input:not([type=file]):visible')
    .evaluateAll((all) =>
      all
        .map((each) => ({ each, box: (each.closest('label') ?? each).getBoundingClientRect() }))
        .filter(({ each, box }) => box.height < 43.5 && each.closest('p') === null && box.width > 1)
        .map(({ each, box }) => `${each.getAttribute('aria-label') ?? each.textContent} ${Math.round(box.height)}`),
    );

/** The page is as wide as the window and all of it is big enough for a thumb. */
async function expectFits(page: Page, state: string): Promise<void> {
  expect({ state, small: await smallTargets(page) }).toEqual({ state, small: [] });
  expect({ state, width: await page.evaluate(() => document.documentElement.scrollWidth) }).toEqual({ state, width: 390 });
}

test('on a phone nothing sticks out at the side, and everything is big enough for a thumb', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page
    .getByRole('textbox', { name: 'Title' })
    .fill('Review of a title that is much longer than a narrow screen can show in one line, Donaudampfschifffahrtsgesellschaft');
  await generate(page, 1, 'Tell how the quarter went.');
  await expectText(page, 1, script.whole);
  await editText(page, 1, 'What I know better myself.');
  await expectFits(page, 'document');
  await page.getByRole('button', { name: /^Sources/ }).click();
  const sources = page.getByRole('dialog', { name: 'Sources' });
  await expect(sources.getByRole('table')).toBeVisible();
  await expectFits(page, 'sources');
  await sources.getByRole('button', { name: 'Add sources' }).click();
  await expect(page.getByRole('dialog', { name: 'Add sources' })).toBeVisible();
  await expectFits(page, 'add sources');
  await page.getByRole('dialog', { name: 'Add sources' }).getByRole('button', { name: 'Close' }).click();
  await sources.getByRole('button', { name: 'Close' }).click();
  await buttonIn(blockOf(page, 1), 'Refine').click();
  await expect(page.getByRole('textbox', { name: 'Feedback' })).toBeFocused();
  await expectFits(page, 'thread');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await buttonIn(blockOf(page, 1), 'History').click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Restore' })).toBeVisible();
  await expectFits(page, 'history');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  for (const path of ['/', '/jobs', '/settings']) {
    await page.goto(world.address(path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (path === '/jobs') await expect(page.getByRole('listitem').filter({ hasText: 'Completed' })).toBeVisible();
    await expectFits(page, path);
  }
});

test('what is typed into stays above the keyboard of the screen', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await editText(page, 1, Array.from({ length: 40 }, (_, line) => `Line ${line}.`).join('\n\n'));
  await buttonIn(blockOf(page, 1), 'Edit').click();
  const content = blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });
  // A keyboard of the screen takes the lower half of the window, and the browser keeps the caret in sight only if the page lets it.
  await page.setViewportSize({ width: 390, height: 420 });
  await content.press('Control+End');
  await page.keyboard.type('The end.', { delay: 20 });
  await expect(content).toHaveValue(/The end\.$/);
  // The browser scrolls to the caret with the next frame, not with the key.
  const edge = (selector: string, side: 'top' | 'bottom') =>
    page.locator(selector).evaluate((each, of) => each.getBoundingClientRect()[of], side);
  await expect.poll(async () => (await edge('.content-text', 'bottom')) - (await edge('.sidebar', 'top'))).toBeLessThanOrEqual(0);
});

test('while messages stand over a page, its last controls can be scrolled out from under them', async ({ world }) => {
  const page = await world.tab();
  await failElsewhere(world, page, ['One', 'Two', 'Three']);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages.getByRole('button', { name: '2 more' })).toBeVisible();
  await newDocument(page);
  for (let blocks = 1; blocks < 3; blocks += 1) await addPromptBlock(page);
  await promptOf(page, 3).fill('Tell what comes next.');
  const top = async () => (await messages.getByRole('button', { name: '2 more' }).boundingBox())?.y ?? 0;
  const expectFree = async (last: Locator, scroller = page.locator('html')) => {
    await scroller.evaluate((each) => each.scrollTo(0, each.scrollHeight));
    const box = await last.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(await top());
  };
  await expectFree(page.getByRole('button', { name: 'Add block' }).last());
  world.provider.script({}, { type: 'refuse', status: 400 });
  await buttonIn(blockOf(page, 3), 'Generate').tap();
  await expect(blockOf(page, 3).getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: /^Sources/ }).click();
  await page.getByRole('dialog', { name: 'Sources' }).getByRole('button', { name: 'Add sources' }).click();
  const adding = page.getByRole('dialog', { name: 'Add sources' });
  await expectFree(adding.getByRole('button', { name: /^Add source/ }), adding);
  await adding.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('dialog', { name: 'Sources' }).getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expectFree(page.getByRole('main').getByRole('button').last());
  expect(await faultsInBothSchemes(page, 'folded')).toEqual([]);
  await messages.getByRole('button', { name: '2 more' }).tap();
  expect(await faultsInBothSchemes(page, 'unfolded')).toEqual([]);
  await expectFits(page, 'unfolded');
  await messages.locator('.toast', { hasText: '“One”' }).getByRole('button', { name: 'Open' }).tap();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('One');
});
