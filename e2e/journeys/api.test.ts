import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/setup/project.mjs';
import { blockOf, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { openProgram, originOf, runLines } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** The lines of a page's first shell example. */
async function printedLines(path: string): Promise<readonly string[]> {
  const [, example = ''] = /```sh\n(export MEANWHILE=[\s\S]*?)```/.exec(await readFile(join(root, path), 'utf8')) ?? [];
  return example.split('\n').filter((line) => line !== '');
}

test.describe('without a key', () => {
  test.use({ model: 'demo' });

  test('the lines of the page about the API run as they are printed', async ({ world }) => {
    const printed = await printedLines('server/api/README.md');
    expect(printed.filter((line) => line.includes('curl'))).toHaveLength(6);
    const lines = printed.map((line) => line.replace('http://localhost:3000', originOf(world)));
    const [, , , events = '', job = '', page = '', plan = '', cancel = ''] = await runLines(world, lines);
    expect(events.trimEnd().split('\n\n').at(-1)).toContain('event: end\ndata: {"status":"completed","error":null}');
    const { id, status, result } = JSON.parse(job);
    expect({ status, truncated: result.truncated, model: result.model }).toEqual({
      status: 'completed',
      truncated: false,
      model: 'demo',
    });
    const said = [...events.matchAll(/^event: text\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).text);
    expect(said.join('')).toBe(result.text);
    expect(JSON.parse(page)).toMatchObject({ jobs: [{ id }], nextCursor: null });
    expect(JSON.parse(plan)).toEqual({ jobId: expect.any(String), status: 'queued' });
    expect(JSON.parse(cancel)).toMatchObject({ error: { type: 'already_finished' } });
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
