import { describe, expect, test } from 'vitest';
import { z } from 'zod/mini';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Model } from './model.ts';

/** One adapter under test; `slow` is the same one with an answer that takes long enough to be stopped. */
export type ModelSetup = {
  readonly model: Model;
  readonly slow: Model;
  readonly modelId: string;
  readonly close: () => Promise<void>;
};

const outline = z.object({
  title: z.string().check(z.minLength(1), z.maxLength(120)),
  blocks: z
    .array(z.object({ title: z.string().check(z.maxLength(80)), prompt: z.string().check(z.minLength(10)) }))
    .check(z.minLength(3), z.maxLength(12)),
});

/** What every adapter of `Model` must do. Run by each adapter's own test. */
export function describeModel(name: string, setUp: () => Promise<ModelSetup>): void {
  const withModel = async (use: (setup: ModelSetup, request: ModelRequest) => Promise<void>): Promise<void> => {
    const setup = await setUp();
    try {
      await use(setup, requestFor(setup.modelId));
    } finally {
      await setup.close();
    }
  };

  describe(`${name} as a Model`, () => {
    test('[L6] delivers text in order and ends with usage and the model that answered', () =>
      withModel(async ({ model, modelId }, request) => {
        const pieces: string[] = [];
        const end = await model.run(request, (text) => pieces.push(text), never());
        expect(end).toMatchObject({ type: 'done', stop: 'end', model: modelId });
        expect(pieces.length).toBeGreaterThan(1);
        expect(pieces.every((piece) => piece.length > 0)).toBe(true);
        expect(end.usage?.output).toBeGreaterThan(0);
        expect((end.usage?.input ?? 0) + (end.usage?.cacheWrite ?? 0)).toBeGreaterThan(0);
      }));

    test('gives the same text for the same request', () =>
      withModel(async ({ model }, request) => {
        expect(await textOf(model, request)).toBe(await textOf(model, request));
      }));

    test('[J6] an abort in the middle of the text settles within 100 ms and lets no more text through', () =>
      withModel(async ({ slow }, request) => {
        const cancel = new AbortController();
        const { promise: begun, resolve } = Promise.withResolvers<void>();
        let text = '';
        const running = slow.run(
          request,
          (piece) => {
            text += piece;
            resolve();
          },
          cancel.signal,
        );
        await begun;
        const atAbort = text;
        const abortedAt = performance.now();
        cancel.abort();
        const end = await running;
        expect(performance.now() - abortedAt).toBeLessThan(100);
        expect(end).toMatchObject({ type: 'failed', failure: { type: 'permanent', reason: 'cancelled' } });
        expect(text).toBe(atAbort);
      }));

    test('[J6] a signal that is aborted already sends nothing', () =>
      withModel(async ({ model }, request) => {
        const end = await model.run(request, () => expect.unreachable(), AbortSignal.abort());
        expect(end).toMatchObject({ type: 'failed', failure: { reason: 'cancelled', free: true }, usage: null });
      }));

    test('a structured answer is one JSON value that fits the schema', () =>
      withModel(async ({ model }, request) => {
        const { $schema: _, ...schema } = z.toJSONSchema(outline);
        const text = await textOf(model, { ...request, output: { type: 'json', name: 'outline', schema } });
        expect(z.safeParse(outline, JSON.parse(text))).toMatchObject({ success: true });
      }));

    test('lists what can be chosen', () =>
      withModel(async ({ model, modelId }) => {
        const { models } = await model.list();
        expect(models.map(({ id }) => id)).toContain(modelId);
      }));
  });
}

const never = (): AbortSignal => new AbortController().signal;

/** The whole text of one answer. */
export async function textOf(model: Model, request: ModelRequest): Promise<string> {
  let text = '';
  const end = await model.run(
    request,
    (piece) => {
      text += piece;
    },
    never(),
  );
  expect(end.type).toBe('done');
  return text;
}

/** A small but whole request, with sources as recipes write them. */
export const requestFor = (model: string): ModelRequest => ({
  model,
  maxOutputTokens: 4_000,
  system: 'Write plainly.',
  sources: [
    '## Keep typed text when the tab is closed',
    'pull request · 2026-09-14',
    'The draft is saved on each pause of typing. A closed tab no longer costs a paragraph. Measured: 0 of 40 drafts lost.',
    '',
    '## Show the weekly report in one page',
    'pull request · 2026-10-02',
    'The report had three pages and two downloads. Readers now see the totals first and open details when they want them.',
  ].join('\n'),
  task: 'Write a short review of what changed for people who write drafts and weekly reports.',
  output: { type: 'text' },
});
