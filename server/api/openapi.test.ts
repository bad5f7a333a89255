import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { jobId } from '../../shared/kernel/brand.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { type JsonAnswer, openApiBench } from './api-bench.ts';
import {
  closedPlaces,
  type Document,
  type DocumentedOperation,
  fits,
  isBounded,
  type Json,
  operationsIn,
  outOfBounds,
  placesIn,
  withAt,
  wrongTyped,
} from './openapi-cases.testing.ts';

/* The API's own document drives these tests: what it says is taken is sent, with every fault that it says is refused. */

const api = await openApiBench();
afterAll(() => api.close());
// The bucket of requests is full again for the next one.
afterEach(() => api.clock.advance(60_000));

// The examples speak of this block, and it has a text.
await api.writeDocument('block-1');
await api.edit('block-1', 'r1', null, 'A good quarter.');

const document: Document = (await api.get('/api/openapi.json', { token: null })).body;
const operations = operationsIn(document);

const make = async (token = 'ann-token'): Promise<string> => {
  const body = { kind: 'block.generate', input: { prompt: 'Sum up.', sources: [{ text: 'One.' }] } };
  return (await api.post('/api/jobs', body, { token })).body.jobId;
};
const ended = async (end: 'finish' | 'fail'): Promise<string> => {
  const id = await make();
  const driver = createTestDriver(api, jobId(id));
  await driver.take();
  await driver.claim();
  await quiet();
  const sent = api.model.sent.at(-1);
  if (end === 'fail') sent?.fail(permanent('refusal'));
  else {
    sent?.say('A good quarter.');
    sent?.finish();
  }
  await quiet();
  await driver.ended();
  await driver.finish();
  return id;
};
const paused = async (): Promise<string> => {
  const id = await make();
  await api.post(`/api/jobs/${id}/pause`);
  return id;
};

/** For each operation the job that its path is to name, so that it can be done; every operation has its line here. */
const situations: Readonly<Record<string, () => Promise<string>>> = {
  readOpenApi: async () => '',
  listJobs: async () => '',
  createJob: async () => '',
  readJob: () => ended('finish'),
  followJob: () => ended('finish'),
  cancelJob: () => make(),
  deleteJob: () => make(),
  pauseJob: () => make(),
  resumeJob: paused,
  retryJob: () => ended('fail'),
};

const pathOf = async ({ operationId, path }: DocumentedOperation): Promise<string> =>
  path.replace('{id}', (await situations[operationId]?.()) ?? '');

/** The answer is one that the document has for this operation. */
function expectDocumented({ responses }: DocumentedOperation, { status, body }: JsonAnswer): void {
  const schema = responses[status]?.content?.['application/json']?.schema;
  expect({ status, isDocumented: schema !== undefined && fits(document, schema, body), body }).toEqual({
    status,
    isDocumented: true,
    body,
  });
}

const bodyOf = ({ requestBody }: DocumentedOperation) => requestBody?.content?.['application/json'];
const examplesOf = (operation: DocumentedOperation): readonly Json[] =>
  Object.values(bodyOf(operation)?.examples ?? {}).map(({ value }) => value);

it('is valid OpenAPI 3.1, and everybody may read it', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(document).toMatchObject({ openapi: '3.1.0' });
});

it('names every operation that the tests know how to ask, and no other', () => {
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(situations).toSorted());
});

describe.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s',
  (_name, operation) => {
    const { method } = operation;
    const isOpen = operation.security?.length === 0;
    const isEvents = operation.responses['200']?.content?.['text/event-stream'] !== undefined;

    it('answers what fits as it is documented', async () => {
      if (isEvents) {
        const events = await (await api.events(await pathOf(operation))).rest();
        expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['text', 'progress', 'status', 'end']));
        for (const { name, data } of events) {
          const schema = { $ref: `#/components/schemas/${name.charAt(0).toUpperCase()}${name.slice(1)}Event` };
          expect({ name, fits: fits(document, schema, data) }).toEqual({ name, fits: true });
        }
        return;
      }
      for (const body of bodyOf(operation) === undefined ? [undefined] : examplesOf(operation)) {
        const answer = await api.send(method, await pathOf(operation), { body });
        expect(answer.status).toBeLessThan(300);
        expectDocumented(operation, answer);
      }
    });

    if (!isOpen)
      it('takes no request without a token', async () => {
        const answer = await api.send(method, await pathOf(operation), { token: null });
        expect(answer.status).toBe(401);
        expectDocumented(operation, answer);
      });

    if (!isOpen && !isEvents)
      it('takes the scope that it names, and no lesser one', async () => {
        const isReading = operation.description?.includes('`jobs:read`') === true;
        const [body] = examplesOf(operation);
        const answer = await api.send(method, await pathOf(operation), { token: 'ann-reads', body });
        expect(answer.status).toBe(isReading ? 200 : 403);
        expectDocumented(operation, answer);
      });

    if (operation.path.includes('{id}'))
      it('finds no job of another person, and none that is not there', async () => {
        for (const id of [await make('bob-token'), 'nobody', 'no%20id', 'x'.repeat(200)]) {
          const answer = await api.send(method, operation.path.replace('{id}', id), {});
          expect(answer.status).toBe(404);
          expectDocumented(operation, answer);
        }
      });

    const parameters = (operation.parameters ?? []).flatMap((parameter) =>
      outOfBounds(document, parameter.schema).map((value) => [parameter.name, parameter.in, value] as const),
    );
    if (parameters.length > 0) {
      it.each(parameters)('refuses the %s parameter in the %s: %j', async (name, place, value) => {
        const path = place === 'query' ? `${operation.path}?${new URLSearchParams({ [name]: String(value) })}` : operation.path;
        const headers: Record<string, string> = place === 'header' ? { [name]: String(value) } : {};
        const answer = await api.send(method, path, { headers, body: examplesOf(operation)[0] });
        expect(answer).toMatchObject({ status: 422, body: { error: { type: 'invalid', field: name } } });
        expectDocumented(operation, answer);
      });
    }
  },
);

const withBodies = operations.flatMap((operation) =>
  examplesOf(operation).map((example) => [String(example['kind']), operation, example] as const),
);

describe.each(withBodies)('the body of a job of kind %s', (_kind, operation, example) => {
  const schema = bodyOf(operation)?.schema ?? {};
  const places = placesIn(document, schema, example);
  const count = async () => (await api.get('/api/jobs?limit=200')).body.jobs.length;

  const expectRefused = async (body: unknown, field: string) => {
    const before = await count();
    const answer = await api.send(operation.method, operation.path, { body });
    expect({ status: answer.status, field: answer.body.error?.field }).toEqual({ status: 422, field });
    expect(answer.body.error.message).toMatch(/^[\w.]+: [A-Z].*\.$/);
    expectDocumented(operation, answer);
    expect(await count()).toBe(before);
  };

  const required = places.filter(({ isRequired }) => isRequired);
  it.each(required.map(({ path }) => [path.join('.'), path] as const))('is refused without %s', (field, path) =>
    expectRefused(withAt(example, path, undefined), field),
  );

  const typed = places.map((place) => [place.path.join('.'), place] as const);
  it.each(typed)('is refused with another type at %s', (field, { path, schema: at }) =>
    expectRefused(withAt(example, path, wrongTyped(document, at)), field),
  );

  const bounded = places.flatMap((place) =>
    outOfBounds(document, place.schema).map((value) => [place.path.join('.'), place.path, value] as const),
  );
  it.each(bounded.map((each) => [...each, each[2]] as const))('is refused beyond the bounds at %s', (field, path, value) =>
    expectRefused(withAt(example, path, value), field),
  );

  const closed = closedPlaces(document, schema, example).map((path) => [[...path, 'surprise'].join('.'), path] as const);
  it.each(closed)('is refused with a field that is not known: %s', (field, path) =>
    expectRefused(withAt(example, [...path, 'surprise'], 1), field),
  );

  const ids = places.filter(({ path }) => /Id$/.test(path.at(-1) ?? ''));
  it.each(ids.map(({ path }) => [path.join('.'), path] as const))(
    'finds nothing of another person by %s',
    async (_field, path) => {
      const theirs = (await api.get(`/api/jobs/${await make('bob-token')}`, { token: 'bob-token' })).body;
      const answer = await api.send(operation.method, operation.path, { body: withAt(example, path, theirs[path.at(-1) ?? '']) });
      expect(answer).toMatchObject({ status: 404, body: { error: { type: 'not_found' } } });
      expectDocumented(operation, answer);
    },
  );

  it('is bounded in every place', () => {
    expect(places.filter((place) => !isBounded(document, place.schema)).map(({ path }) => path.join('.'))).toEqual([]);
  });

  it('speaks of enough places that these tests mean something', () => {
    expect(places.length).toBeGreaterThan(10);
    expect(bounded.length).toBeGreaterThan(5);
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each([
    ['more than a request may hold', Array.from({ length: 9 }, () => ({ text: 'x'.repeat(1_000_000) }))],
    ['more than a job takes', Array.from({ length: 5 }, (_each, at) => ({ text: `${at}${'x'.repeat(1_000_000)}` }))],
  ])('is refused with %s', async (_what, sources) => {
    const answer = await api.send(operation.method, operation.path, {
      body: withAt(example, ['input'], { ...Object(example['input']), context: {}, sources }),
    });
    expect(answer).toMatchObject({ status: 413, body: { error: { type: 'too_large' } } });
    expectDocumented(operation, answer);
  });
});

it('lists nothing of another person’s document', async () => {
  const { documentId } = (await api.get(`/api/jobs/${await make('bob-token')}`, { token: 'bob-token' })).body;
  expect((await api.get(`/api/jobs?documentId=${documentId}`)).body).toEqual({ jobs: [], nextCursor: null });
});
