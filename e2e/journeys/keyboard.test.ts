import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addDocument, rowOf } from '../fixtures/library.ts';
import { expect, test } from '../fixtures/world.ts';

async function faultsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

test('the palette goes to documents and pages and does things; the shortcuts are listed; the focus comes back', async ({
  world,
}) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search documents' });
  await expect(search).toBeFocused();
  await search.pressSequentially('pars?');
  await expect(search).toHaveValue('pars?');
  await expect(rowOf(page, 'Review of the parser')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Go to or do' });
  await expect(field).toBeFocused();
  await expect(page.getByRole('option', { name: /^New document/ }).first()).toHaveAttribute('aria-selected', 'true');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(search).toBeFocused();
  await page.keyboard.press('Control+k');
  await field.pressSequentially('parser');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/documents\//);
  await page.keyboard.press('Control+k');
  await field.pressSequentially('jobs');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/jobs$/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Search documents');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('parser');
  await expect(rowOf(page, 'Review of the parser')).toHaveCount(1);
  expect(await faultsOf(page)).toEqual([]);
});
