import { blockOf, buttonIn, generate, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');
const prompt = 'Tell how the quarter went.';

test('[J9] a provider that asks for a pause gets it, and the text goes on by itself', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  world.provider.script({}, { type: 'refuse', status: 529, headers: { 'retry-after': '2' } }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expect(blockOf(page, 1)).toContainText(/wait|pause/i);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['refused', 'complete']);
  const [first, second] = world.provider.calls().map((call) => call.record().startedAt);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
});

test('[J9] a request that the provider refuses for good fails at once with its sentence, and Retry begins again', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  world.provider.script({}, { type: 'refuse', status: 400, message: 'temperature: not supported' }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  expectCalls(world, ['refused']);
  await buttonIn(blockOf(page, 1), 'Retry').click();
  await expectWritten(page, 1, script.whole);
  await expect(blockOf(page, 1).getByRole('alert')).toHaveCount(0);
  expectCalls(world, ['refused', 'complete']);
});

test('[J9] a prompt that is too long offers no Retry, which would send the same; it is shortened and generated anew', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  world.provider.script({}, { type: 'refuse', status: 413 }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, `${prompt} ${prompt}`);
  const alert = blockOf(page, 1).getByRole('alert');
  await expect(alert).toContainText('longer than this model takes');
  await expect(buttonIn(alert, 'Retry')).toHaveCount(0);
  await generate(page, 1, prompt);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['refused', 'complete']);
});

test('[J9] a refused key says what to do, and Retry works once the key is right', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  world.provider.takeKey('sk-another');
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expect(blockOf(page, 1).getByRole('alert')).toContainText('refused the API key (401)');
  world.provider.takeKey(null);
  await buttonIn(blockOf(page, 1), 'Retry').click();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L6] an answer that ends without the provider’s last word is asked for again', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  world.provider.script({}, { type: 'answer', text: script.whole, fault: { type: 'truncate', afterChars: 100 } }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['truncated', 'complete']);
});

test('[L6] a text that is cut off at the length limit says so, and Continue joins what follows', async ({ world }) => {
  const cutAt = script.whole.indexOf(' which left');
  const [first, rest] = [script.whole.slice(0, cutAt), script.whole.slice(cutAt)];
  world.provider.script({}, { type: 'answer', text: rest });
  world.provider.script({}, { type: 'answer', text: first, stop: 'max_tokens' }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expect(blockOf(page, 1)).toContainText('The model ran out of room here');
  await expectText(page, 1, first);
  await buttonIn(blockOf(page, 1), 'Continue').click();
  await expectText(page, 1, script.whole);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete', 'complete']);
});

test('[L6] a model that declines changes nothing and says so', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: '', stop: 'refusal' });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, prompt);
  await expect(blockOf(page, 1).getByRole('alert')).toContainText('The model declined to answer');
  await expectText(page, 1, '');
  expectCalls(world, ['complete']);
});
