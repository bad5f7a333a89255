import { entriesOf, feedbackOf, giveFeedback, threadOf, writtenSample } from '../fixtures/asking.ts';
import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectCalls, expectText, expectWritten, sayRest } from '../fixtures/writing.ts';

const before = 'The quarter was long, and the team wrote a lot.';
const after = scriptAbout('the bridge at the mill');
const feedback = 'Say what came of it,\nand be kinder.';

test('[J10] feedback makes a new text of the old one, and the thread keeps both on every tab', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const page = await writtenSample(world, before);
  await buttonIn(blockOf(page, 1), 'Refine').click();
  await expect(feedbackOf(page)).toBeFocused();
  await page.keyboard.type(feedback);
  await page.keyboard.press('Control+Enter');
  await expect(feedbackOf(page)).toHaveValue('');
  const call = await world.provider.call(0);
  const asked = JSON.stringify(call.record().request.messages);
  expect(asked).toContain(before);
  expect(asked).toContain(JSON.stringify(feedback).slice(1, -1));
  expect(asked).toContain('# Evidence');
  await call.send(after.first);
  await expectText(page, 1, after.first);
  await expect(buttonIn(blockOf(page, 1), 'Refine')).toBeDisabled();
  await expect(threadOf(page).getByRole('button', { name: 'Send' })).toBeDisabled();
  await sayRest(call, after);
  await expectWritten(page, 1, after.whole);
  await expect(entriesOf(page)).toContainText(['You asked']);
  await expect(entriesOf(page).first()).toContainText('the block’s text');

  const other = await openTab(page.context(), page.url());
  await page.reload();
  for (const tab of [page, other]) {
    await buttonIn(blockOf(tab, 1), 'Refine').click();
    await expect(entriesOf(tab)).toHaveCount(1);
    await expect(entriesOf(tab).first()).toContainText('and be kinder.');
    await expect(entriesOf(tab).first()).toContainText(/\d+ tokens in/);
  }
  expectCalls(world, ['complete']);
});

test('[J1] feedback that is given while the server is away waits on the device and is sent when it is back', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: after.whole });
  const page = await writtenSample(world, before);
  await shellIsKept(page);
  await world.server.kill9();
  await giveFeedback(page, 'Shorter.');
  await expect(entriesOf(page)).toHaveCount(1);
  await expect(entriesOf(page).first()).toContainText('Shorter.');
  await expect(entriesOf(page).getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.reload();
  await buttonIn(blockOf(page, 1), 'Analyze').click();
  await expect(entriesOf(page).first()).toContainText('Shorter.');
  await world.server.start();
  await expectText(page, 1, after.whole);
});

test('[J10] what a person writes meanwhile stands, and the refined text waits beside it', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const page = await writtenSample(world, before);
  await giveFeedback(page, 'Longer.');
  const call = await world.provider.call(0);
  await call.send(after.first);
  await expectText(page, 1, after.first);
  await editText(page, 1, 'What I know better myself.');
  await sayRest(call, after);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expectText(page, 1, 'What I know better myself.');
  await expect(entriesOf(page).first()).toContainText('waits below the block');
});

test('the panel leaves by Esc and by Close, gives the focus back, and keeps what was not sent', async ({ world }) => {
  const page = await writtenSample(world, before);
  const refine = buttonIn(blockOf(page, 1), 'Refine');
  await refine.click();
  await feedbackOf(page).fill('Not sent yet');
  await page.keyboard.press('Escape');
  await expect(refine).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(feedbackOf(page)).toHaveValue('Not sent yet');
  await expect(feedbackOf(page)).toBeFocused();
  await threadOf(page).getByRole('button', { name: 'Close' }).click();
  await expect(refine).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await refine.click();
  const sheet = page.getByRole('dialog', { name: 'Refine and analyze block 1' });
  await expect(sheet.getByRole('textbox', { name: 'Feedback' })).toBeFocused();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(refine).toBeFocused();
});

test('a block without a text can be neither refined nor analyzed', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expect(buttonIn(blockOf(page, 1), 'Refine')).toBeDisabled();
  await expect(buttonIn(blockOf(page, 1), 'Analyze')).toBeDisabled();
});
