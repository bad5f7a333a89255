import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { takeText, wholeText } from './job-text.ts';
import { type JobEvent, MeanwhileError } from './protocol.ts';

/* Against a server that is a list of answers; a real one, with a real network that breaks, is a journey. */

type Asked = { readonly url: string; readonly headers: Headers; readonly body: unknown };

const never = Promise.withResolvers<never>().promise;

function clientOf(answers: readonly (() => Response | Promise<Response>)[]) {
  const asked: Asked[] = [];
  const waits: number[] = [];
  const client = createClient({
    server: 'http://127.0.0.1:3000/',
    token: 'mw_secret',
    ports: {
      fetch: async (url, init) => {
        const answer = answers[asked.length];
        asked.push({ url, headers: new Headers(init.headers), body: init.body });
        if (answer === undefined) throw new TypeError('Failed to fetch');
        return answer();
      },
      sleep: async (ms) => {
        if (ms === 45_000) return never;
        waits.push(ms);
      },
      random: () => 1,
    },
  });
  return { client, asked, waits };
}

const json =
  (value: unknown, status = 200) =>
  () =>
    Response.json(value, { status });
const events =
  (...blocks: readonly string[]) =>
  () =>
    new Response(blocks.map((block) => `${block}\n\n`).join(''));
const event = (id: string, type: string, data: object) => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}`;
const text = (id: string, offset: number, said: string) => event(id, 'text', { stepId: 'write', attempt: 1, offset, text: said });
const end = event('e', 'end', { status: 'completed', error: null });
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));

const heard = async (stream: AsyncIterable<JobEvent>) => {
  const all: JobEvent[] = [];
  for await (const each of stream) all.push(each);
  return all;
};
const wordsOf = (all: readonly JobEvent[]) => wholeText(all.reduce(takeText, new Map()));

describe('starting a job', () => {
  it('sends the request under its key, in the name of the token, and gives the id', async () => {
    const { client, asked } = clientOf([json({ jobId: 'j1', status: 'queued' }, 201)]);
    const request = { kind: 'block.generate', input: { prompt: 'Sum up.' } } as const;
    expect(await client.startJob(request, { key: 'k1' })).toBe('j1');
    expect(asked[0]?.url).toBe('http://127.0.0.1:3000/api/jobs');
    expect(asked[0]?.headers.get('Authorization')).toBe('Bearer mw_secret');
    expect(asked[0]?.headers.get('Idempotency-Key')).toBe('k1');
    expect(JSON.parse(String(asked[0]?.body))).toEqual(request);
  });

  it('rejects with the server’s own words, and is not sent again', async () => {
    const { client, asked } = clientOf([json({ error: { type: 'invalid', message: 'input.prompt: …' } }, 422)]);
    const refused = client.startJob({ kind: 'block.generate', input: { prompt: '' } });
    await expect(refused).rejects.toMatchObject({ type: 'invalid', status: 422, message: 'input.prompt: …' });
    await expect(clientOf([]).client.startJob({ kind: 'block.generate', input: { prompt: 'x' } })).rejects.toMatchObject({
      type: 'unreachable',
      status: 0,
    });
    expect(asked).toHaveLength(1);
  });
});

describe('[L4] following a job', () => {
  it('goes on after the last event when the stream closes, breaks or is refused for the moment', async () => {
    const { client, asked, waits } = clientOf([
      events(text('1', 0, 'The quar')),
      unreachable,
      json({ error: { type: 'rate_limited', message: '' } }, 429),
      events(': nothing new', text('2', 8, 'ter was '), text('3', 16, 'good.')),
      events(end),
    ]);
    const all = await heard(client.followJob('j 1'));
    expect(wordsOf(all)).toBe('The quarter was good.');
    expect(all.at(-1)).toEqual({ type: 'end', status: 'completed', error: null });
    expect(asked[0]?.url).toBe('http://127.0.0.1:3000/api/jobs/j%201/events');
    expect(asked.map(({ headers }) => headers.get('Last-Event-ID'))).toEqual([null, '1', '1', '1', '3']);
    expect(waits).toEqual([500, 1_000, 2_000, 500]);
  });

  it('waits no longer than half a minute between tries', async () => {
    const { client, waits } = clientOf([...Array.from({ length: 12 }, () => unreachable), events(end)]);
    await heard(client.followJob('j1'));
    expect(Math.max(...waits)).toBe(30_000);
  });

  it('ends with an error when the server says no', async () => {
    const { client, asked } = clientOf([json({ error: { type: 'not_found', message: 'There is no such job.' } }, 404)]);
    await expect(heard(client.followJob('j1'))).rejects.toThrow(MeanwhileError);
    expect(asked).toHaveLength(1);
  });

  it('stops when its signal aborts', async () => {
    const life = new AbortController();
    const { client, asked } = clientOf([events(text('1', 0, 'The'))]);
    const all: JobEvent[] = [];
    for await (const each of client.followJob('j1', { signal: life.signal })) {
      all.push(each);
      life.abort();
    }
    expect({ heard: all.length, asked: asked.length }).toEqual({ heard: 1, asked: 1 });
  });

  it('passes over events that it does not know', async () => {
    const { client } = clientOf([events(event('1', 'later', { new: true }), end)]);
    expect(await heard(client.followJob('j1'))).toHaveLength(1);
  });
});

it('reads a job as soon as the connection is back', async () => {
  const { client, waits } = clientOf([unreachable, unreachable, json({ id: 'j1', status: 'completed' })]);
  expect(await client.readJob('j1')).toMatchObject({ status: 'completed' });
  expect(waits).toEqual([500, 1_000]);
});

it('puts texts together: a new attempt begins anew, what is known changes nothing, an old attempt is passed over', () => {
  const said = (stepId: string, attempt: number, offset: number, words: string): JobEvent => ({
    type: 'text',
    stepId,
    attempt,
    offset,
    text: words,
  });
  const all = [
    said('a', 1, 0, 'Old'),
    said('b', 1, 0, 'Two'),
    said('a', 2, 0, 'On'),
    said('a', 2, 2, 'e'),
    said('a', 2, 0, 'On'),
    said('a', 1, 3, '!'),
  ];
  expect(wordsOf(all)).toBe('One\n\nTwo');
});
