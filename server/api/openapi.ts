import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson } from '../http/answer.ts';
import {
  eventAnswers,
  failureAnswer,
  jobAnswer,
  jobDetailAnswer,
  jobsPageAnswer,
  resultAnswer,
  usageAnswer,
  waitAnswer,
} from './answers.ts';
import { contextInput, jobRequest, sourceInput } from './job-request.ts';
import type { Answer, Input, Operation } from './operation.ts';
import { type Problem, problemStatus } from './problem.ts';

/** The shapes that the document names; every other stands where it is used. */
const requestShapes = { JobRequest: jobRequest, Source: sourceInput, Context: contextInput };
const answerShapes = {
  Job: jobAnswer,
  JobDetail: jobDetailAnswer,
  JobsPage: jobsPageAnswer,
  Result: resultAnswer,
  Usage: usageAnswer,
  Waiting: waitAnswer,
  Failure: failureAnswer,
  StatusEvent: eventAnswers.status,
  ProgressEvent: eventAnswers.progress,
  TextEvent: eventAnswers.text,
  EndEvent: eventAnswers.end,
};

const documentPath = '/api/openapi.json';
const description = [
  'Starts, follows and steers jobs. A script, a browser extension or curl makes a job with one request, leaves, and reads the result later.',
  'Errors are `{error: {type, message, field?}}`; the message says what to do. Before anything here is asked, the server refuses requests',
  'under a name that is not its own (421 `wrong_host`), those that a proxy passed on (403 `forwarded`), and bodies over 8 MB (413 `too_large`).',
].join(' ');

type Json = Readonly<Record<string, unknown>>;

/** The document that describes these operations, by OpenAPI 3.1, made when it is first asked for. Everybody may read it. */
export function describeOperations(operations: readonly Operation[]) {
  let document: Json | null = null;
  return {
    path: documentPath,
    send: (response: ServerResponse): void => {
      document ??= documentOf(operations);
      sendJson(response, 200, document);
    },
  };
}

function documentOf(operations: readonly Operation[]): Json {
  const byPath = Map.groupBy(operations, (operation) => operation.path);
  const paths = [...byPath].map(([path, all]) => [path, pathOf(path, all)]);
  return {
    openapi: '3.1.0',
    info: { title: 'Meanwhile', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: { ...Object.fromEntries(paths), [documentPath]: { get: itself } },
    components: {
      schemas: { ...componentsOf(requestShapes, 'input'), ...componentsOf(answerShapes, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '`npm run token` prints one; the settings make them as well.' },
      },
    },
  };
}

const itself: Json = {
  operationId: 'readOpenApi',
  summary: 'This document.',
  security: [],
  responses: { '200': { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
};

/** The named shapes as JSON Schema, which refer to each other by name. */
function componentsOf(shapes: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: refOf });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]));
}

const refOf = (name: string): string => `#/components/schemas/${name}`;

/** A named shape by its name, any other in full. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const named = Object.entries({ ...requestShapes, ...answerShapes }).find(([, each]) => each === shape);
  if (named !== undefined) return { $ref: refOf(named[0]) };
  const { $schema: _schema, ...schema } = z.toJSONSchema(shape, { io });
  return schema;
}

function pathOf(path: string, operations: readonly Operation[]): Json {
  const id = { name: 'id', in: 'path', required: true, description: 'A job’s id.', schema: { type: 'string' } };
  const methods = operations.map((operation) => [operation.method.toLowerCase(), operationOf(operation)]);
  return { ...(path.includes('{id}') ? { parameters: [id] } : {}), ...Object.fromEntries(methods) };
}

function operationOf({ id, summary, scope, input, answer, refusals }: Operation): Json {
  const parameters = parametersOf(input);
  return {
    operationId: id,
    summary,
    description: `Takes a token with the scope \`${scope}\`${scope === 'jobs:read' ? ' or `jobs:write`' : ''}.`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(input.body === undefined ? {} : { requestBody: bodyOf(input.body) }),
    responses: { ...answerOf(answer), ...refusalsOf(refusals, scope === 'jobs:write') },
  };
}

function parametersOf({ query, headers = {} }: Input): readonly Json[] {
  const parameters = (place: 'query' | 'header', shapes: Readonly<Record<string, z.ZodType>>) =>
    Object.entries(shapes).map(([name, shape]) => ({ name, in: place, required: false, schema: schemaOf(shape, 'input') }));
  return [...parameters('query', query?.shape ?? {}), ...parameters('header', headers)];
}

function bodyOf({ schema, examples }: NonNullable<Input['body']>): Json {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }]);
  return {
    required: true,
    content: { 'application/json': { schema: schemaOf(schema, 'input'), examples: Object.fromEntries(named) } },
  };
}

function answerOf(answer: Answer): Json {
  if (answer.type === 'events') return { '200': { description: eventsDescription, content: eventsContent } };
  const headers = Object.entries(answer.headers ?? {}).map(([name, what]) => [name, headerOf(what, 'string')]);
  return {
    [answer.status]: {
      description: 'Done.',
      ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
      content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } },
    },
  };
}

const eventsDescription =
  'A stream of events named `status`, `progress`, `text` and, last, `end`; the data of each is JSON of the shape StatusEvent, ProgressEvent, TextEvent or EndEvent. A stream that closes without `end` was cut off.';
const eventsContent = { 'text/event-stream': { schema: { type: 'string' } } };

/** One response a status, each with the types of error that it may carry. */
function refusalsOf(own: Operation['refusals'], isWriting: boolean): Json {
  const types: Problem['type'][] = ['unauthorized', ...(isWriting ? ['wrong_scope' as const] : []), ...own, 'rate_limited'];
  const byStatus = Map.groupBy(types, (type) => problemStatus[type]);
  const responses = [...byStatus].map(([status, all]) => {
    const schema = schemaOf(
      z.strictObject({ error: z.strictObject({ type: z.enum(all), message: z.string(), field: z.string().optional() }) }),
      'output',
    );
    const headers =
      status === 429 ? { headers: { 'Retry-After': headerOf('Seconds until it may be asked again.', 'integer') } } : {};
    return [
      status,
      { description: all.map((type) => `\`${type}\``).join(', '), ...headers, content: { 'application/json': { schema } } },
    ];
  });
  return Object.fromEntries(responses);
}

const headerOf = (description: string, type: 'string' | 'integer'): Json => ({ description, schema: { type } });
