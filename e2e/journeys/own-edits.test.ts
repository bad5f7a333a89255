import type { Page } from '@playwright/test';
import { blockOf, newDocument } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectSynced, expectWritten } from '../fixtures/writing.ts';

/**
 * Edits the first block again and again, faster than anybody could: each press comes as soon as what it presses is in the page, before
 * the browser does anything else. The field is left after each part of a text. Says what stood in the editor each time it opened.
 */
const editAtOnce = (page: Page, texts: readonly (readonly string[])[]): Promise<readonly string[]> =>
  page.evaluate(async (all) => {
    const block = document.querySelector('article[aria-label="Block 1"]');
    if (block === null) throw new Error('No block');
    const found = <T extends Element>(look: () => T | undefined): Promise<T> =>
      new Promise((resolve) => {
        const watch = new MutationObserver(() => tell());
        const tell = () => {
          const there = look();
          if (there === undefined) return;
          watch.disconnect();
          resolve(there);
        };
        watch.observe(block, { subtree: true, childList: true, attributes: true });
        tell();
      });
    const button = (name: string) => found(() => [...block.querySelectorAll('button')].find((each) => each.textContent === name));
    const opened: string[] = [];
    for (const parts of all) {
      (await button('Edit')).click();
      const box = await found(() => block.querySelector<HTMLTextAreaElement>('textarea[aria-label="Content"]') ?? undefined);
      opened.push(box.value);
      box.select();
      for (const part of parts) {
        box.focus();
        document.execCommand('insertText', false, part);
        box.blur();
      }
      (await button('Done')).click();
    }
    return opened;
  }, texts);

/** Every edit begins with what the one before it left, `kept` texts are in the history, and nothing is said of anybody else. */
async function expectAllOwn(world: World, texts: readonly (readonly string[])[], kept: number): Promise<void> {
  const page = await world.tab();
  await newDocument(page);
  const whole = ['', ...texts.map((parts) => parts.join(''))];
  expect(await editAtOnce(page, texts)).toEqual(whole.slice(0, -1));
  await expectWritten(page, 1, whole.at(-1) ?? '');
  await expectSynced(page);
  await expect(page.getByText('also changed in another tab')).toHaveCount(0);
  await blockOf(page, 1).getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('complementary', { name: 'History of block 1' });
  await expect(history.getByRole('listitem')).toHaveCount(kept);
  await expect(history.getByText('Changed elsewhere')).toHaveCount(0);
}

test('[S4] who edits again at once goes on from their own words, and nobody else’s are told of', async ({ world }) => {
  const texts = Array.from({ length: 20 }, (_, at) => [`Text ${at + 1}.`]);
  await expectAllOwn(world, texts, texts.length);
});

test('[S4] Done waits for a text that has to wait for the save before it', async ({ world }) => {
  const texts = Array.from({ length: 6 }, (_, at) => [`Text ${at + 1}`, ', begun', ' and ended.']);
  // What is typed while a text is being saved is saved as one.
  await expectAllOwn(world, texts, 2 * texts.length);
});

test('[S4] two tabs that edit one text again and again at once both go on to the end, and no text of either is lost', async ({
  world,
}) => {
  const one = await world.tab();
  await newDocument(one);
  const other = await openTab(one.context(), one.url());
  await expect(blockOf(other, 1)).toBeVisible();
  const textsOf = (tab: string) => Array.from({ length: 8 }, (_, at) => [`${tab} ${at + 1}.`]);
  await Promise.all([editAtOnce(one, textsOf('Here')), editAtOnce(other, textsOf('There'))]);
  await expectSynced(one);
  for (const page of [one, other]) {
    await blockOf(page, 1).getByRole('button', { name: 'History' }).click();
    await expect(page.getByRole('complementary', { name: 'History of block 1' }).getByRole('listitem')).toHaveCount(16);
  }
});
