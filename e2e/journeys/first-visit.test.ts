import { blockOf, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced, expectWritten, textOf } from '../fixtures/writing.ts';

test.describe('without a key', () => {
  test.use({ model: 'demo' });

  test('[J1] a first visit leads from an empty library to a text by the demo model, which says that it is one', async ({
    world,
  }) => {
    const page = await world.tab();
    await expect(page.getByText('No key is set')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
    await newDocument(page);
    await expect(blockOf(page, 1).getByRole('button', { name: 'Generate', exact: true })).toBeDisabled();
    await generate(page, 1, 'Tell how the quarter went.');
    await expect(blockOf(page, 1)).toContainText('Demo');
    await expect(blockOf(page, 1).getByRole('progressbar')).toHaveCount(0, { timeout: 30_000 });
    const text = await textOf(page, 1);
    expect(text.length).toBeGreaterThan(40);
    await expectSynced(page);
    await page.reload();
    await expect.poll(() => textOf(page, 1)).toBe(text);
  });

  test('the notice of the demo model stands on the next visit before the server has said which model it is', async ({
    world,
  }) => {
    const page = await world.tab();
    await expect(page.getByText('No key is set')).toBeVisible();
    await page.route('**/trpc/models.provider*', () => new Promise<void>(() => {}));
    const asked = page.waitForRequest('**/trpc/models.provider*');
    await page.reload();
    await asked;
    await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
    await expect(page.getByText('No key is set')).toBeVisible();
  });

  test('[L4] the sample is ready to run: the demo model writes from the project’s own history', async ({ world }) => {
    const page = await world.tab();
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await blockOf(page, 2).getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(blockOf(page, 2).getByRole('progressbar')).toBeVisible();
    await expect(blockOf(page, 2).getByRole('progressbar')).toHaveCount(0, { timeout: 30_000 });
    expect((await textOf(page, 2)).length).toBeGreaterThan(200);
  });
});

test('[J2] a text about real evidence is asked for with all of it, and written to the character', async ({ world }) => {
  const script = scriptAbout('the releases');
  world.provider.script({}, { type: 'answer', text: script.whole, thinking: 'What the releases have in common.', pieceBytes: 7 });
  const page = await world.tab();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(/Release notes/);
  await blockOf(page, 1).getByRole('button', { name: 'Generate', exact: true }).click();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
  const request = JSON.stringify(world.provider.calls()[0]?.record().request);
  const evidence: readonly { readonly title: string }[] = await (
    await page.request.get(world.address('/sample/evidence.json'))
  ).json();
  expect(evidence.length).toBeGreaterThanOrEqual(30);
  expect(evidence.filter(({ title }) => !request.includes(JSON.stringify(title).slice(1, -1)))).toEqual([]);
});

test('[L4] a text with lists and bold words is shown as one, and kept as the provider wrote it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Tell how the quarter went.');
  const block = blockOf(page, 1);
  await expect(block.locator('.text li strong')).toHaveCount(3);
  await expect(block.getByRole('progressbar')).toHaveCount(0);
  const { planned } = (await world.provider.call(0)).record();
  await block.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(block.getByRole('textbox', { name: 'Content', exact: true })).toHaveValue(planned);
  expectCalls(world, ['complete']);
});

test('[J1] Control and Enter generate from inside the prompt', async ({ world }) => {
  const script = scriptAbout('the road by the river');
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).pressSequentially('Tell how the quarter went.');
  await page.keyboard.press('Control+Enter');
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});
