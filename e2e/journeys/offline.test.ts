import { blockOf, generate, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectCalls, expectSynced, expectText, expectWritten } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[J1] with the server gone the app opens, deep links work, and documents can be read and edited', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Notes from the train');
  await generate(page, 1, 'Tell how the quarter went.');
  await expectWritten(page, 1, script.whole);
  await expectSynced(page);
  await shellIsKept(page);
  await world.server.kill9();

  const offline = await world.tab(new URL(page.url()).pathname);
  await page.close();
  await expectText(offline, 1, script.whole);
  await editText(offline, 1, 'Written on the way.');
  await expectText(offline, 1, 'Written on the way.');
  await offline.reload();
  await expectText(offline, 1, 'Written on the way.');
  await offline.getByRole('link', { name: 'Library' }).first().click();
  await expect(offline.getByText('Notes from the train').first()).toBeVisible();

  await world.server.start();
  await expectSynced(offline);
  await offline.goBack();
  await expectText(offline, 1, 'Written on the way.');
});

test('[J1] a Generate pressed with the server gone is queued over a reload and runs when the server is back', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  await shellIsKept(page);
  await world.server.kill9();
  await generate(page, 1, 'Tell how the quarter went.');
  const cancel = blockOf(page, 1).getByRole('button', { name: 'Cancel', exact: true });
  await expect(cancel).toBeVisible();
  await page.reload();
  await expect(cancel).toBeVisible();
  expectCalls(world, []);
  await world.server.start();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});
