import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectWritten } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('a choice is kept on the server for every browser of a person, shows its default, and goes back to it', async ({
  world,
}) => {
  const page = await world.tab('/settings');
  const length = page.getByRole('combobox', { name: 'Output length' });
  await expect(page.getByText('Default: as long', { exact: false }).or(page.getByText('Default: 16,000 tokens'))).toBeVisible();
  await length.selectOption({ label: '1,000 tokens, about 750 words' });
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const other = await world.tab('/settings');
  await expect(other.getByRole('combobox', { name: 'Output length' })).toHaveValue('1000');
  await expect(other.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await other.getByRole('button', { name: 'Back to default: Output length' }).click();
  await expect(length).toHaveValue('null');
  await expect(page.getByRole('button', { name: 'Back to default: Output length' })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('[L3] a cap that is reached holds a new text with a sentence, and a higher one lets it go on', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab('/settings');
  const cap = page.getByRole('textbox', { name: 'Monthly cap in dollars' });
  await expect(page.getByText(/^\$0 used in \w+\.$/)).toBeVisible();
  await cap.fill('a lot');
  await cap.press('Enter');
  await expect(page.getByText('This is not an amount.', { exact: false })).toBeVisible();
  await cap.fill('0');
  await cap.press('Enter');
  await expect(page.getByText(/^\$0 of \$0 used in \w+\.$/)).toBeVisible();
  await newDocument(page);
  await generate(page, 1, 'Tell how the quarter went.');
  await expect(blockOf(page, 1)).toContainText(
    /Your cap of \$0 for \w+ is reached: raise it in Settings, or it goes on on 1 \w+\./,
  );
  expectCalls(world, []);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  const row = page.getByRole('listitem').filter({ hasText: 'is reached: raise it in Settings' });
  await expect(row.getByRole('link', { name: 'Settings' })).toHaveAttribute('href', '/settings#spending');
  await page.goBack();
  await blockOf(page, 1).getByRole('link', { name: 'Settings' }).click();
  await cap.fill('20');
  await cap.press('Enter');
  await page.goBack();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
  await page.goto(world.address('/settings'));
  await expect(page.getByText(/^(under )?\$0\.01 of \$20 used in \w+\.$/)).toBeVisible();
});

test.describe('a server without a key', () => {
  test.use({ model: 'keyless' });

  test('the owner enters a key, is told whether it works, and removes it; it is never given out', async ({ world }) => {
    world.provider.takeKey('sk-ant-right');
    world.provider.script({}, { type: 'answer', text: script.whole });
    const page = await world.tab();
    await newDocument(page);
    const document = page.url();
    await generate(page, 1, 'Tell how the quarter went.');
    await expect(blockOf(page, 1).getByRole('alert')).toContainText('refused the API key (401)');
    await blockOf(page, 1).getByRole('alert').getByRole('link', { name: 'Settings' }).click();
    const key = page.getByLabel('API key');
    await key.fill('sk-ant-wrong');
    await page.getByRole('button', { name: 'Save key' }).click();
    await expect(page.getByText('refused this key (401). Enter another one.', { exact: false })).toBeVisible();
    await key.fill('sk-ant-right');
    await page.getByRole('button', { name: 'Save key' }).click();
    await expect(page.getByText('The key is kept. The key works:', { exact: false })).toBeVisible();
    await expect(key).toHaveValue('');
    const file = join(world.dataDir, 'anthropic-key');
    expect(readFileSync(file, 'utf8').trim()).toBe('sk-ant-right');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await world.server.kill9();
    await world.server.start();
    await page.goto(document);
    await buttonIn(blockOf(page, 1), 'Retry').click();
    await expectWritten(page, 1, script.whole);
    await page.goto(world.address('/settings'));
    await expect(page.getByText('The key was entered here.', { exact: false })).toBeVisible();
    expect(await page.content()).not.toContain('sk-ant-right');
    expect(world.server.output()).not.toContain('sk-ant-right');
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('No key is set; this provider may need none.', { exact: false })).toBeVisible();
  });

  test('another person of the same server sees who may change the key, and cannot', async ({ world }) => {
    await world.tab();
    const profile = await world.profile();
    const page = await openTab(profile.context(), world.address('/settings'));
    await expect(page.getByText('Only the owner of this server can change the key.')).toBeVisible();
    await expect(page.getByLabel('API key')).toHaveCount(0);
    const refused = await page.request.post(world.address('/trpc/models.enterKey'), {
      headers: { origin: new URL(world.address()).origin },
      data: { key: 'sk-ant-mine' },
    });
    expect(refused.status()).toBe(403);
  });
});

test('a key of the environment goes before one that could be entered, and the page says so', async ({ world }) => {
  const page = await world.tab('/settings');
  await expect(page.getByText('The key is set in the server’s environment', { exact: false })).toBeVisible();
  await expect(page.getByLabel('API key')).toHaveCount(0);
  await page.getByRole('button', { name: 'Test key' }).click();
  await expect(page.getByText('The key works:', { exact: false })).toBeVisible();
});

test('clearing finished jobs takes them off this device and leaves their texts', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  const document = page.url();
  await promptOf(page, 1).fill('Tell how the quarter went.');
  await buttonIn(blockOf(page, 1), 'Generate').click();
  await expectWritten(page, 1, script.whole);
  await page.goto(world.address('/settings'));
  await page.getByRole('button', { name: 'Clear finished jobs' }).click();
  await expect(page.getByText('1 finished job is cleared.')).toBeVisible();
  await page.goto(world.address('/jobs'));
  await expect(page.getByText('Whatever a model writes for you is a job.', { exact: false })).toBeVisible();
  await page.goto(document);
  await expectWritten(page, 1, script.whole);
});

test('the owner sees what the data folder takes, and says how long finished jobs of programs are kept; others see no size', async ({
  world,
}) => {
  const page = await world.tab('/settings');
  const storage = page.getByRole('region', { name: 'Storage on the server' });
  await expect(storage).toContainText(/The data folder takes \d[\d.,]* (kB|MB)/);
  const group = page.getByRole('radiogroup', { name: 'Keep finished jobs of programs' });
  await expect(group.getByRole('radio', { name: 'Like all others' })).toBeChecked();
  await group.getByRole('radio', { name: '24 hours' }).check();
  const other = await world.tab('/settings');
  await expect(other.getByRole('radio', { name: '24 hours' })).toBeChecked();
  await other.getByRole('button', { name: 'Back to default: Keep finished jobs of programs' }).click();
  await expect(group.getByRole('radio', { name: 'Like all others' })).toBeChecked();

  const profile = await world.profile();
  const person = await openTab(profile.context(), world.address('/settings'));
  await expect(person.getByText('Only the owner of this server can change the key.')).toBeVisible();
  await expect(person.getByRole('radio', { name: '24 hours' })).toBeVisible();
  await expect(person.getByRole('heading', { name: 'Storage on this device' })).toBeVisible();
  await expect(person.getByRole('region', { name: 'Storage on the server' })).toHaveCount(0);
});
