import { killEngine } from '../fixtures/debugging-door.ts';
import { addPromptBlock, blockOf, newDocument, promptOf } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest } from '../fixtures/writing.ts';

test.describe('one call at a time', () => {
  test.use({ settings: { MAX_CALLS_PER_PERSON: '1' } });

  test('[J5] five blocks are written by one job, each once, although the engine is killed between and within steps', async ({
    world,
  }) => {
    const numbers = [1, 2, 3, 4, 5];
    const scripts = numbers.map((number) => scriptAbout(`stage ${number}`));
    world.provider.script({}, { type: 'held' });
    const page = await world.tab();
    await newDocument(page);
    for (const number of numbers) {
      if (number > 1) await addPromptBlock(page);
      await promptOf(page, number).fill(`Write stage ${number} of the journey.`);
    }
    await page.getByRole('button', { name: 'Generate all' }).click();
    for (const turn of numbers.keys()) {
      const call = await world.provider.call(turn);
      const task = JSON.stringify(call.record().request.messages.at(-1));
      const at = numbers.findIndex((number) => task.includes(`Write this section:\\n\\nWrite stage ${number} `));
      const script = scripts[at] ?? scriptAbout('nothing');
      await call.send(script.first);
      await expectText(page, at + 1, script.first);
      if (turn === 1) await killEngine(page);
      await sayRest(call, script);
      if (turn === 2) await killEngine(page);
      await expectText(page, at + 1, script.whole);
    }
    for (const [at, script] of scripts.entries()) await expectWritten(page, at + 1, script.whole);
    expectCalls(world, ['complete', 'complete', 'complete', 'complete', 'complete']);
  });
});

test('[J5] a document that is only a title gets its sections planned first, then written', async ({ world }) => {
  const sections = [
    { heading: 'What was done', prompt: 'Sum up the work.' },
    { heading: 'What comes next', prompt: 'Say what is planned.' },
  ];
  const done = scriptAbout('the work');
  const next = scriptAbout('the plan');
  world.provider.script({ contains: 'Write this section:\n\nWhat was done' }, { type: 'answer', text: done.whole });
  world.provider.script({ contains: 'Write this section:\n\nWhat comes next' }, { type: 'answer', text: next.whole });
  world.provider.script({ structured: true }, { type: 'answer', text: JSON.stringify({ sections }) });
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('A report of the quarter');
  await page.getByRole('button', { name: 'Generate all' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'the plan' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  const articles = await page.getByRole('article').count();
  await expectWritten(page, articles - 1, done.whole);
  await expectWritten(page, articles, next.whole);
  await expect(blockOf(page, articles).getByRole('textbox', { name: 'Prompt' })).toHaveValue(/What comes next/);
  expectCalls(world, ['complete', 'complete', 'complete']);
});
