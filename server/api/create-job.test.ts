import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockId, documentId, jobId } from '../../shared/kernel/brand.ts';
import { err } from '../../shared/kernel/result.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { everything } from '../../shared/recipes/context.ts';
import { quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { ann } from '../jobs/bench-person.ts';
import { type ApiBench, openApiBench } from './api-bench.ts';

let api: ApiBench;
beforeEach(async () => {
  api = await openApiBench();
});
afterEach(() => api.close());

const create = (input: unknown, more: object = {}) => api.post('/api/jobs', { kind: 'block.generate', input, ...more });

const read = <T>(run: (rows: ReturnType<Parameters<Parameters<typeof api.store.transaction>[0]>[0]['of']>) => Promise<T>) =>
  api.store.transaction((tx) => run(tx.of(ann)));
const briefOf = async (id: string) => {
  const job = await api.jobNow(jobId(id));
  // biome-ignore lint/suspicious/noExplicitAny: a brief's input is whatever its recipe takes.
  return (await read((rows) => rows.getBrief(job.brief)))?.input as any;
};

describe('POST /api/jobs with block.generate', () => {
  it('makes a document, its block and a job, and says where the job is', async () => {
    const { status, body, headers } = await create({ prompt: '# Sum up the quarter, please.\n\nIn three sentences.' });
    expect({ status, body }).toEqual({ status: 201, body: { jobId: expect.any(String), status: 'queued' } });
    expect(headers['location']).toBe(`/api/jobs/${body.jobId}`);
    const job = await api.jobNow(jobId(body.jobId));
    expect(job).toMatchObject({
      kind: 'block.generate',
      createdBy: null,
      model: 'demo',
      priority: 'normal',
      title: 'Sum up the quarter, please.',
    });
    expect(await read((rows) => rows.get('documents', job.documentId))).toMatchObject({ title: 'Sum up the quarter, please.' });
    expect(await read((rows) => rows.get('blocks', job.targets[0] ?? ''))).toMatchObject({
      documentId: job.documentId,
      kind: 'prompt',
      prompt: '# Sum up the quarter, please.\n\nIn three sentences.',
      current: null,
    });
  });

  it('keeps the sources in the document and freezes those of the context into the brief', async () => {
    const sources = [
      { title: 'Old', text: 'One.', date: '2026-01-01', type: 'PR_AUTHORED' },
      {
        title: 'New',
        text: 'Two.',
        date: '2026-08-01T10:00:00Z',
        type: 'PR_AUTHORED',
        author: 'pia',
        url: 'https://example.org/2',
      },
      { text: 'Be fast.', role: 'goal' },
    ];
    const { body } = await create({ prompt: 'Sum up.', sources, context: { from: '2026-07-01', goals: false } });
    const brief = await briefOf(body.jobId);
    expect(brief.sources).toEqual([
      {
        id: expect.any(String),
        role: 'evidence',
        title: 'New',
        text: 'Two.',
        date: '2026-08-01T10:00:00Z',
        type: 'PR_AUTHORED',
        author: 'pia',
        url: 'https://example.org/2',
      },
    ]);
    const kept = await read((rows) => rows.idsWithin('sources', brief.documentId));
    expect(kept).toHaveLength(3);

    const again = await create({ prompt: 'Sum up again.', documentId: brief.documentId, sources });
    expect(await read((rows) => rows.idsWithin('sources', brief.documentId))).toHaveLength(3);
    expect((await briefOf(again.body.jobId)).sources).toHaveLength(3);
  });

  it('chooses by the document’s own context where none is sent, and by one that is sent alone', async () => {
    await api.writeDocument('b1');
    await api.edit('b1', 'r1', null, 'Mine.');
    const id = documentId('d1');
    const own = { ...everything, from: '2026-07-01', goals: false };
    await api.apply({ type: 'patch-document', id, fields: { context: own } });
    const sources = [
      { title: 'Old', text: 'One.', date: '2026-01-01' },
      { title: 'New', text: 'Two.', date: '2026-08-01' },
      { title: 'Goal', text: 'Be fast.', role: 'goal' },
    ];
    const titlesOf = async (kind: string, input: object) => {
      const { status, body } = await api.post('/api/jobs', { kind, input: { sources, ...input } });
      expect(status).toBe(201);
      const { sources: frozen } = await briefOf(body.jobId);
      await api.post(`/api/jobs/${body.jobId}/cancel`, {});
      return frozen.map(({ title }: { title: string }) => title);
    };
    const [block, prompt] = [{ blockId: 'b1' }, { prompt: 'Sum up.' }];
    expect(await titlesOf('block.generate', { ...block, ...prompt })).toEqual(['New']);
    expect(await titlesOf('block.refine', { ...block, feedback: 'Shorter.' })).toEqual(['New']);
    expect(await titlesOf('block.analyze', block)).toEqual(['New']);
    expect(await titlesOf('document.generate', { documentId: 'd1' })).toEqual(['New']);
    expect(await titlesOf('block.generate', { ...block, ...prompt, context: { goals: false } })).toEqual(['Old', 'New']);
    expect(await titlesOf('block.generate', { ...block, ...prompt, context: {} })).toEqual(['Old', 'New', 'Goal']);
  });

  it('passes over fields of a source that it does not know, because sources are other tools’ JSON', async () => {
    expect((await create({ prompt: 'Sum up.', sources: [{ text: 'One.', number: 12, labels: [] }] })).status).toBe(201);
  });

  it('writes into a document that is there: a new block at its end, under the document’s title and model', async () => {
    await api.writeDocument('b1');
    const { status, body } = await create({ prompt: 'And now?', documentId: 'd1', title: 'A look ahead' });
    expect(status).toBe(201);
    const brief = await briefOf(body.jobId);
    expect(brief).toMatchObject({ documentId: 'd1', documentTitle: 'Report', prompt: 'And now?' });
    const block = await read((rows) => rows.get('blocks', brief.blockId));
    expect([block?.order, 'ab1'].toSorted()).toEqual(['ab1', block?.order]);
    expect((await api.jobNow(jobId(body.jobId))).title).toBe('A look ahead');
  });

  it('[J10] writes a block that is there from its present text, which does not change under the job', async () => {
    await api.writeDocument('b1');
    await api.edit('b1', 'r1', null, 'Mine.');
    const { body } = await create({ prompt: 'Write it anew.', blockId: 'b1' });
    expect(await briefOf(body.jobId)).toMatchObject({ documentId: 'd1', blockId: 'b1', anchor: 'r1' });
    expect(await read((rows) => rows.get('blocks', 'b1'))).toMatchObject({ prompt: 'Write it anew.', current: 'r1' });
    expect(await read((rows) => rows.get('revisions', 'r1'))).toMatchObject({ sealed: true });
  });

  it('[J10] refuses a block that another job is writing, and leaves everything as it was', async () => {
    await api.writeDocument('b1');
    const first = await create({ prompt: 'Write it.', blockId: 'b1' });
    const second = await create({ prompt: 'Write it otherwise.', blockId: 'b1', sources: [{ text: 'One.' }] });
    expect(second).toMatchObject({ status: 409, body: { error: { type: 'block_busy' } } });
    expect(await read((rows) => rows.get('blocks', 'b1'))).toMatchObject({ prompt: 'Write it.' });
    expect(await read((rows) => rows.idsWithin('sources', 'd1'))).toEqual([]);
    await api.post(`/api/jobs/${first.body.jobId}/cancel`);
    expect((await create({ prompt: 'Write it otherwise.', blockId: 'b1' })).status).toBe(201);
  });

  it('takes priority and model', async () => {
    const { body } = await create({ prompt: 'Now.' }, { priority: 'high', model: 'claude-x' });
    const job = await api.jobNow(jobId(body.jobId));
    expect(job).toMatchObject({ priority: 'high', model: 'claude-x' });
    expect(await read((rows) => rows.get('documents', job.documentId))).toMatchObject({ model: 'claude-x' });
  });

  it('takes a job that cannot run as one that has failed, with its reason', async () => {
    const keyless = await openApiBench({ resolveModel: () => err(permanent('no_key', { detail: 'No key is set.' })) });
    const made = await keyless.post('/api/jobs', { kind: 'block.generate', input: { prompt: 'Now.' }, model: 'claude-x' });
    expect(made).toMatchObject({ status: 201, body: { status: 'failed' } });
    expect((await keyless.get(`/api/jobs/${made.body.jobId}`)).body).toMatchObject({
      error: { type: 'no_key', message: 'No key is set.', retryable: false },
      result: null,
    });
    await keyless.close();
  });

  it('puts a prompt to the model as it was sent, with its sources', async () => {
    const { body } = await create({ prompt: 'Sum up the quarter.', sources: [{ title: 'Release 2', text: 'Faster start.' }] });
    const driver = createTestDriver(api, jobId(body.jobId));
    await driver.take();
    await driver.claim();
    await quiet();
    expect(api.model.sent[0]?.request.task).toContain('Sum up the quarter.');
    expect(api.model.sent[0]?.request.sources).toContain('Faster start.');
  });
});

describe('POST /api/jobs with document.generate', () => {
  const generate = (input: unknown) => create(input, { kind: 'document.generate' });

  it('writes every block with a prompt of a document', async () => {
    await api.writeDocument('b1', 'b2');
    const { status, body } = await generate({ documentId: 'd1' });
    expect(status).toBe(201);
    const brief = await briefOf(body.jobId);
    expect(brief.blocks.map((block: { blockId: string }) => block.blockId)).toEqual(['b1', 'b2']);
    expect(await api.jobNow(jobId(body.jobId))).toMatchObject({ title: 'Report', targets: ['b1', 'b2'] });
  });

  it('makes a document of the given prompts, in their order', async () => {
    const { body } = await generate({ title: 'Plan', prompts: ['Why', 'How', 'When'], sources: [{ text: 'One.' }] });
    const brief = await briefOf(body.jobId);
    expect(brief).toMatchObject({ documentTitle: 'Plan', blocks: [{ prompt: 'Why' }, { prompt: 'How' }, { prompt: 'When' }] });
    const blocks = [];
    for (const { blockId } of brief.blocks) blocks.push(await read((rows) => rows.get('blocks', blockId)));
    expect(blocks.map((block) => block?.prompt)).toEqual(['Why', 'How', 'When']);
    expect(blocks.map((block) => block?.order).toSorted()).toEqual(blocks.map((block) => block?.order));
  });

  it('lets an outline decide the blocks of a document that has only a title', async () => {
    const { body } = await generate({ title: 'Plan', sources: [{ text: 'One.' }] });
    expect((await api.jobNow(jobId(body.jobId))).steps.map((step) => step.id)).toEqual(['outline']);
  });

  it('[J10] leaves out blocks that are busy, and refuses when all of them are', async () => {
    await api.writeDocument('b1', 'b2');
    await create({ prompt: 'Write it.', blockId: 'b1' });
    const some = await generate({ documentId: 'd1' });
    expect(await api.jobNow(jobId(some.body.jobId))).toMatchObject({ leftOut: ['b1'] });
    expect(await generate({ documentId: 'd1' })).toMatchObject({ status: 409, body: { error: { type: 'block_busy' } } });
  });
});

describe('POST /api/jobs with block.refine and block.analyze', () => {
  const quarter = async () => {
    await api.writeDocument('b1');
    await api.edit('b1', 'r1', null, 'It was a long quarter.');
  };
  const review = (kind: string, input: object) => create({ blockId: 'b1', ...input }, { kind });
  const drive = async (id: string, answer: string, step: string) => {
    const driver = createTestDriver(api, jobId(id));
    await driver.take();
    await driver.claim(step);
    await quiet();
    api.model.sent.at(-1)?.say(answer);
    api.model.sent.at(-1)?.finish();
    await quiet();
    await driver.ended(step);
    await driver.finish();
  };

  it('[J10] refines a block from its present text and the feedback, and answers with the text', async () => {
    await quarter();
    const { status, body } = await review('block.refine', { feedback: 'Shorter.', sources: [{ text: 'One.' }] });
    expect(status).toBe(201);
    expect(await briefOf(body.jobId)).toMatchObject({
      documentId: 'd1',
      blockId: 'b1',
      anchor: 'r1',
      text: 'It was a long quarter.',
      feedback: 'Shorter.',
      sources: [{ text: 'One.' }],
    });
    await drive(body.jobId, 'Long.', 'write');
    expect((await api.get(`/api/jobs/${body.jobId}`)).body).toMatchObject({
      kind: 'block.refine',
      title: 'Refine: Shorter.',
      blockId: 'b1',
      result: { text: 'Long.', truncated: false, documentId: 'd1', blockId: 'b1' },
    });
    expect(await api.textsOf('b1')).toEqual({ current: 'Long.', suggestion: null });
  });

  it('[J10] analyzes a block beside a job that writes it, and answers with what it found', async () => {
    await quarter();
    await review('block.refine', { feedback: 'Shorter.' });
    const { status, body } = await review('block.analyze', {});
    expect(status).toBe(201);
    const found = {
      themes: [{ title: 'Length', text: 'It says how long it was.', sources: [] }],
      strengths: [],
      gaps: [],
      quotes: [],
    };
    await drive(body.jobId, JSON.stringify(found), 'analyze');
    expect((await api.get(`/api/jobs/${body.jobId}`)).body).toMatchObject({
      status: 'completed',
      blockId: 'b1',
      result: {
        documentId: 'd1',
        blockId: 'b1',
        analysis: [{ kind: 'theme', title: 'Length', text: 'It says how long it was.', sources: [] }],
      },
    });
    expect(await api.textsOf('b1')).toMatchObject({ current: 'It was a long quarter.' });
  });

  it.each(['block.refine', 'block.analyze'])('%s takes a block that is there and has a text', async (kind) => {
    const feedback = kind === 'block.refine' ? { feedback: 'Shorter.' } : {};
    expect(await review(kind, feedback)).toMatchObject({ status: 404 });
    await api.writeDocument('b1');
    expect(await review(kind, feedback)).toMatchObject({
      status: 422,
      body: { error: { message: 'input.blockId: This block has no text yet.' } },
    });
  });
});

describe('Idempotency-Key', () => {
  const keyed = (key: string, input: unknown, token = 'ann-token') =>
    api.post('/api/jobs', { kind: 'block.generate', input }, { headers: { 'Idempotency-Key': key }, token });
  const jobs = async (token = 'ann-token') => (await api.get('/api/jobs', { token })).body.jobs;

  it('makes one job of a creation that is sent again, and answers with it as it is now', async () => {
    const first = await keyed('k1', { prompt: 'Sum up.' });
    await api.post(`/api/jobs/${first.body.jobId}/cancel`);
    expect(await keyed('k1', { prompt: 'Sum up.' })).toMatchObject({
      status: 201,
      body: { jobId: first.body.jobId, status: 'cancelled' },
    });
    expect(await jobs()).toHaveLength(1);
  });

  it('makes one job of two that are sent at once', async () => {
    const both = await Promise.all([keyed('k1', { prompt: 'Sum up.' }), keyed('k1', { prompt: 'Sum up.' })]);
    expect(both[0].body).toEqual(both[1].body);
    expect(await jobs()).toHaveLength(1);
  });

  it('refuses another body under the same key', async () => {
    await keyed('k1', { prompt: 'Sum up.' });
    expect(await keyed('k1', { prompt: 'Sum up!' })).toMatchObject({
      status: 409,
      body: { error: { type: 'idempotency_conflict' } },
    });
  });

  it('belongs to one person', async () => {
    await keyed('k1', { prompt: 'Sum up.' });
    expect((await keyed('k1', { prompt: 'Other.' }, 'bob-token')).status).toBe(201);
    expect(await jobs('bob-token')).toHaveLength(1);
  });

  it('is remembered for 24 hours, and not at all for a creation that was refused', async () => {
    expect((await keyed('k1', { prompt: 'Sum up.', documentId: 'gone' })).status).toBe(404);
    const first = await keyed('k1', { prompt: 'Sum up.' });
    api.clock.advance(24 * 3_600_000 - 1);
    expect((await keyed('k1', { prompt: 'Sum up.' })).body.jobId).toBe(first.body.jobId);
    api.clock.advance(1);
    expect((await keyed('k1', { prompt: 'Sum up.' })).body.jobId).not.toBe(first.body.jobId);
  });

  it.each(['has a space', 'é'.repeat(2), 'x'.repeat(256)])('takes 1 to 255 visible characters, not %j', async (key) => {
    expect(await keyed(key, { prompt: 'Sum up.' })).toMatchObject({ status: 422, body: { error: { field: 'Idempotency-Key' } } });
  });
});

describe('what does not fit', () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    ['no object', [], 'body'],
    ['no kind', { input: { prompt: 'x' } }, 'kind'],
    ['another kind', { kind: 'block.other', input: { prompt: 'x' } }, 'kind'],
    ['no input', { kind: 'block.generate' }, 'input'],
    ['no prompt', { kind: 'block.generate', input: {} }, 'input.prompt'],
    ['an empty prompt', { kind: 'block.generate', input: { prompt: ' \n' } }, 'input.prompt'],
    ['a prompt that is a number', { kind: 'block.generate', input: { prompt: 3 } }, 'input.prompt'],
    ['a prompt that is too long', { kind: 'block.generate', input: { prompt: 'x'.repeat(200_001) } }, 'input.prompt'],
    ['an id that is none', { kind: 'block.generate', input: { prompt: 'x', documentId: 'a b' } }, 'input.documentId'],
    ['a field that is not known', { kind: 'block.generate', input: { prompt: 'x', documentID: 'd1' } }, 'input.documentID'],
    ['a priority that is none', { kind: 'block.generate', input: { prompt: 'x' }, priority: 'urgent' }, 'priority'],
    ['an empty model', { kind: 'block.generate', input: { prompt: 'x' }, model: '' }, 'model'],
    ['sources that are no list', { kind: 'block.generate', input: { prompt: 'x', sources: {} } }, 'input.sources'],
    [
      'a source without text',
      { kind: 'block.generate', input: { prompt: 'x', sources: [{ text: 'a' }, {}] } },
      'input.sources.1.text',
    ],
    [
      'a source of no role',
      { kind: 'block.generate', input: { prompt: 'x', sources: [{ text: 'a', role: 'r' }] } },
      'input.sources.0.role',
    ],
    [
      'a date that is none',
      { kind: 'block.generate', input: { prompt: 'x', sources: [{ text: 'a', date: '2026-13-01' }] } },
      'input.sources.0.date',
    ],
    ['a context that is none', { kind: 'block.generate', input: { prompt: 'x', context: { max: -1 } } }, 'input.context.max'],
    [
      'a date in the context that is none',
      { kind: 'block.generate', input: { prompt: 'x', context: { from: 'May' } } },
      'input.context.from',
    ],
    ['a new document without a title', { kind: 'document.generate', input: { prompts: ['x'] } }, 'input.title'],
    [
      'an empty prompt among several',
      { kind: 'document.generate', input: { title: 'T', prompts: ['x', ''] } },
      'input.prompts.1',
    ],
  ];
  it.each(refused)('%s is answered with 422 and its field', async (_what, body, field) => {
    const answer = await api.post('/api/jobs', body);
    expect({ status: answer.status, error: answer.body.error }).toEqual({
      status: 422,
      error: { type: 'invalid', field, message: expect.stringMatching(/^[\w.]+: [A-Z].*\.$/) },
    });
    expect((await api.get('/api/jobs')).body.jobs).toEqual([]);
  });

  it('says what it takes instead, in words', async () => {
    const messageOf = async (input: unknown) => (await create(input)).body.error.message;
    expect(await messageOf({})).toBe('input.prompt: This is missing; it takes a string.');
    expect(await messageOf({ prompt: '' })).toBe('input.prompt: It takes at least 1 character.');
    expect(await messageOf({ prompt: 'x', context: { max: 'all' } })).toBe('input.context.max: It takes a number.');
    expect(await messageOf({ prompt: 'x', sources: [{ text: 'a', role: 'r' }] })).toBe(
      'input.sources.0.role: It takes one of evidence, goal, review, note.',
    );
  });

  it('answers 404 for a document or block that is not there, or that is another person’s', async () => {
    await api.writeDocument('b1');
    for (const input of [{ documentId: 'd1' }, { blockId: 'b1' }]) {
      const answer = await api.post(
        '/api/jobs',
        { kind: 'block.generate', input: { prompt: 'x', ...input } },
        { token: 'bob-token' },
      );
      expect(answer).toMatchObject({ status: 404, body: { error: { type: 'not_found' } } });
    }
    expect((await create({ prompt: 'x', documentId: 'nobody' })).status).toBe(404);
    expect((await create({ prompt: 'x', blockId: 'nobody' })).status).toBe(404);
    expect((await create({ documentId: 'nobody' }, { kind: 'document.generate' })).status).toBe(404);
  });

  it('names a block that stands in another document, or that takes no prompt', async () => {
    await api.writeDocument('b1');
    const other = await create({ prompt: 'x' });
    const documentElsewhere = (await api.jobNow(jobId(other.body.jobId))).documentId;
    expect(await create({ prompt: 'x', blockId: 'b1', documentId: documentElsewhere })).toMatchObject({
      status: 422,
      body: { error: { field: 'input.blockId' } },
    });
    const block = {
      id: blockId('t1'),
      documentId: documentId('d1'),
      kind: 'text',
      order: 'b0',
      prompt: '',
      current: null,
      suggestion: null,
      aside: null,
    } as const;
    await read((rows) => rows.put('blocks', block));
    expect(await create({ prompt: 'x', blockId: 't1' })).toMatchObject({
      status: 422,
      body: { error: { field: 'input.blockId' } },
    });
  });

  it('[J2] refuses a brief of more than 4 MB', async () => {
    const sources = Array.from({ length: 5 }, (_, at) => ({ title: `Source ${at}`, text: 'x'.repeat(900_000) }));
    const answer = await create({ prompt: 'x', sources });
    expect(answer).toMatchObject({ status: 413, body: { error: { type: 'too_large' } } });
    expect(answer.body.error.message).toBe('The prompts and sources of this job are 4.3 MB together; a job takes 4.0 MB.');
    expect((await create({ prompt: 'x', sources: sources.slice(1) })).status).toBe(201);
  });
});
