import { addPromptBlock, blockOf, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('what a text will cost stands beside Generate, and what it did cost stands under the text and on the job’s page', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Tell how the quarter went. '.repeat(40));
  await expect(blockOf(page, 1)).toContainText(/about \d{3} tokens · under \$0\.01/);
  await generate(page, 1, 'Tell how the quarter went.');
  await expectWritten(page, 1, script.whole);
  const usage = /[\d,]+ tokens in, [\d,]+ out · (under )?\$0\.01/;
  await expect(blockOf(page, 1)).toContainText(usage);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('listitem').getByRole('link').first().click();
  await expect(page.getByRole('definition').filter({ hasText: 'tokens in' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: '$0.01' })).toBeVisible();
});

test('[J6] Stop all ends every job, says how many, and the provider hears of it', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const page = await world.tab();
  await newDocument(page);
  await addPromptBlock(page);
  for (const number of [1, 2]) await generate(page, number, `Tell of part ${number}.`);
  const calls = [await world.provider.call(0), await world.provider.call(1)];
  for (const call of calls) await call.send(script.first);
  await expectText(page, 1, script.first);
  await page.getByRole('button', { name: 'Stop all' }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('2 jobs are cancelled.');
  for (const call of calls) await call.ended;
  expectCalls(world, ['aborted', 'aborted']);
  for (const number of [1, 2]) await expect(blockOf(page, number)).toContainText('Cancelled');
  await expect(page.getByRole('button', { name: 'Stop all' })).toHaveCount(0);
});

test('Stop all stands on the page of jobs too, once', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Tell how the quarter went.');
  const call = await world.provider.call(0);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('button', { name: 'Stop all' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cancelled' })).toHaveCount(1);
  await call.ended;
});

test.describe('without a key', () => {
  test.use({ model: 'demo' });

  test('[L7] the demo model is free before and after, and no total counts it', async ({ world }) => {
    const page = await world.tab();
    await newDocument(page);
    await promptOf(page, 1).fill('Tell how the quarter went.');
    await expect(blockOf(page, 1)).toContainText(/about \d+ tokens · free/);
    await generate(page, 1, 'Tell how the quarter went.');
    await expect(blockOf(page, 1)).toContainText(/tokens in, \d+ out · free/);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Completed' })).toHaveCount(1);
    await expect(page.getByText('tokens paid')).toHaveCount(0);
  });
});
