import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/setup/project.mjs';
import { blockOf, newDocument } from '../fixtures/desk.ts';
import type { World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { openProgram, originOf, runLines } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** Runs every shell line that a page prints for programs, against this world's server; what each line answered. */
async function runPrinted(world: World, page: string): Promise<{ readonly curls: number; readonly answers: readonly string[] }> {
  const examples = [...(await readFile(join(root, page), 'utf8')).matchAll(/```sh\n(export MEANWHILE=[\s\S]*?)```/g)];
  const printed = examples.flatMap(([, lines = '']) => lines.split('\n').filter((line) => line !== ''));
  const lines = printed.map((line) => line.replace(/http:\/\/(localhost|127\.0\.0\.1):3000/, originOf(world)));
  return { curls: lines.filter((line) => line.includes('curl')).length, answers: await runLines(world, lines) };
}

/** What the stream of a job that was written says, line by line as curl prints it. */
function expectWrittenStream(events: string, result: { readonly text: string }): void {
  expect(events.trimEnd().split('\n\n').at(-1)).toContain('event: end\ndata: {"status":"completed","error":null}');
  const said = [...events.matchAll(/^event: text\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).text);
  expect(said.join('')).toBe(result.text);
}

test.describe('without a key', () => {
  test.use({ model: 'demo' });

  test('the lines of the page about the API run as they are printed', async ({ world }) => {
    const { curls, answers } = await runPrinted(world, 'server/api/README.md');
    expect(curls).toBe(6);
    const [, , , events = '', job = '', page = '', plan = '', cancel = ''] = answers;
    const { id, status, result } = JSON.parse(job);
    expect({ status, truncated: result.truncated, model: result.model }).toEqual({
      status: 'completed',
      truncated: false,
      model: 'demo',
    });
    expectWrittenStream(events, result);
    expect(JSON.parse(page)).toMatchObject({ jobs: [{ id }], nextCursor: null });
    expect(JSON.parse(plan)).toEqual({ jobId: expect.any(String), status: 'queued' });
    expect(JSON.parse(cancel)).toMatchObject({ error: { type: 'already_finished' } });
  });

  test('the lines for programs on the first page run as they are printed', async ({ world }) => {
    const { curls, answers } = await runPrinted(world, 'README.md');
    expect(curls).toBe(3);
    const [, , , events = '', job = ''] = answers;
    const { status, result } = JSON.parse(job);
    expect(status).toBe('completed');
    expectWrittenStream(events, result);
  });
});

test('[L4] a job that a program makes is driven by the server and grows live in the browser', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const page = await world.tab();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  const program = await openProgram(world);
  const input = { prompt: 'Tell how the quarter went.', title: 'From a program' };
  const { jobId } = await program.post('/api/jobs', { kind: 'block.generate', input });
  const call = await world.provider.call(0);
  await call.send(script.first);
  await page.getByRole('link', { name: 'From a program' }).first().click();
  await expectText(page, 1, script.first);
  expect(await program.get(`/api/jobs/${jobId}`)).toMatchObject({ status: 'running', driver: { type: 'server' } });
  await sayRest(call, script);
  await expectWritten(page, 1, script.whole);
  await expect
    .poll(() => program.get(`/api/jobs/${jobId}`))
    .toMatchObject({
      status: 'completed',
      result: { text: script.whole },
    });
  expectCalls(world, ['complete']);
});

test('[J6] a program follows a job that was made in the browser, and cancels it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  const program = await openProgram(world);
  const { jobs } = await program.get('/api/jobs?status=running');
  expect(jobs).toMatchObject([{ kind: 'block.generate', driver: { type: 'device' } }]);
  const stream = program.stream(`/api/jobs/${jobs[0].id}/events`);
  expect(await program.post(`/api/jobs/${jobs[0].id}/cancel`, {})).toEqual({ id: jobs[0].id, status: 'cancelled' });
  expect(await call.ended).toBe('aborted');
  expect(await stream).toContain('event: end\ndata: {"status":"cancelled","error":null}');
  await expect(blockOf(page, 1)).toContainText('Cancelled');
  expectCalls(world, ['aborted']);
});
