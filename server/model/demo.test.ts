import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { realSleep } from '../../e2e/fixtures/provider/real-time.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import { analyzeStep, blockAnalyze } from '../../shared/recipes/block-analyze.ts';
import { blockRefine } from '../../shared/recipes/block-refine.ts';
import { estimateTokens, type ModelRequest } from '../../shared/recipes/model-request.ts';
import { writeStep } from '../../shared/recipes/one-block.ts';
import { createDemoModel } from './demo.ts';
import { describeModel, requestFor, textOf } from './model.contract.ts';

const atOnce: Sleep = async (_ms, signal) => signal?.throwIfAborted();
const model = createDemoModel({ sleep: atOnce });
const request = requestFor('demo');
const noSource = { role: 'evidence', type: '', date: null, author: '', url: '' } as const;

describeModel('the demo model', async () => ({
  model,
  slow: createDemoModel({ sleep: realSleep }),
  modelId: 'demo',
  close: async () => {},
}));

describe('the demo model', () => {
  test('says nothing that its sources do not say', async () => {
    const text = await textOf(model, request);
    const said = text.split(/(?<=[.])\s+|\n+/).map((line) => line.replace(/^- \*\*.*\*\*: /, ''));
    expect(said.length).toBeGreaterThan(2);
    for (const sentence of said.filter(Boolean)) expect(request.sources).toContain(sentence);
  });

  test('puts what the task asks for first', async () => {
    const about = (task: string) => textOf(model, { ...request, task });
    expect(await about('Explain how the weekly report is read, totals first.')).toMatch(/^[^\n]*totals first/);
    expect(await about('Explain what happens to a draft in a closed tab.')).toMatch(/^[^\n]*closed tab/);
  });

  test('goes on after a cut-off text without repeating it', async () => {
    const before = 'The draft is saved on each pause of typing.';
    const text = await textOf(model, { ...request, task: `${request.task}\n\nGo on after this:\n\n${before}` });
    expect(text).not.toContain(before);
  });

  test('rewrites a text as its feedback asks: shorter, as a list, or with what the sources say of it', async () => {
    const text = 'The draft is saved at once. Nothing is lost on the way. It was measured twice, in 3 ms.';
    const refined = (feedback: string) => {
      const input = { documentId: 'd', documentTitle: '', blockId: 'b', prompt: '', anchor: 'r', text, feedback, sources: [] };
      const { task } = blockRefine.request(writeStep, input, new Map(), { model: 'demo', maxOutputTokens: 1_000 }, { id: 'j' });
      return textOf(model, { ...request, task });
    };
    const shorter = await refined('Make it shorter, and keep what was measured.');
    expect(shorter).toContain('It was measured twice, in 3 ms.');
    expect(shorter.length).toBeLessThan(text.length);
    for (const sentence of shorter.split(/(?<=[.]) /)) expect(text).toContain(sentence);
    expect((await refined('As a list, please.')).split('\n')).toHaveLength(3);
    const longer = await refined('Say more about the weekly report.');
    expect(longer.startsWith(text)).toBe(true);
    expect(longer).toContain('The report had three pages');
  });

  test('analyzes a text: its answer fits the form, and quotes what the sources say', async () => {
    const sources = [{ ...noSource, id: 's1', title: 'Report', text: 'The weekly report is read on Mondays. It has 12 pages.' }];
    const text = 'The report has 12 pages, which is a lot.';
    const input = { documentId: 'd', documentTitle: '', blockId: 'b', prompt: '', revision: 'r', text, sources };
    const settings = { model: 'demo', maxOutputTokens: 1_000 };
    const said = await textOf(model, blockAnalyze.request(analyzeStep, input, new Map(), settings, { id: 'j' }));
    expect(blockAnalyze.check(analyzeStep, said).ok).toBe(true);
    const [change] = blockAnalyze.apply({ step: analyzeStep, text: said, cutOff: false }, input, new Map(), { id: 'j' });
    const parts = change?.type === 'add-analysis' ? change.parts : [];
    expect(new Set(parts.map(({ kind }) => kind))).toEqual(new Set(['theme', 'strength', 'quote']));
    for (const part of parts)
      if (part.kind === 'quote') expect(part).toMatchObject({ isVerbatim: true, sources: [{ id: 's1' }] });
  });

  test('says kindly what it is when there are no sources', async () => {
    const text = await textOf(model, { ...request, sources: '', task: 'Write a short letter to the new team.' });
    expect(text).toContain('demo model writes only from sources');
    expect(text).toContain('- Write a short letter to the new team.');
  });

  test('stops at the limit of tokens and says so', async () => {
    let text = '';
    const end = await model.run({ ...request, maxOutputTokens: 20 }, (piece) => (text += piece), new AbortController().signal);
    expect(end).toMatchObject({ type: 'done', stop: 'length', usage: { output: estimateTokens(text) } });
    expect(estimateTokens(text)).toBeLessThanOrEqual(20);
    expect(text.length).toBeGreaterThan(20);
  });

  test('writes about 30 words a second', async () => {
    let waited = 0;
    const counted: Sleep = async (ms) => {
      waited += ms;
    };
    const text = await textOf(createDemoModel({ sleep: counted }), request);
    const perSecond = text.split(/\s+/).length / (waited / 1_000);
    expect(perSecond).toBeGreaterThan(27);
    expect(perSecond).toBeLessThan(36);
  });

  test('answers any schema with a value that fits it', async () => {
    await fc.assert(
      fc.asyncProperty(schemas, async (schema) => {
        const text = await textOf(model, { ...structured, output: { type: 'json', name: 'anything', schema } });
        expect(z.fromJSONSchema(schema).safeParse(JSON.parse(text))).toMatchObject({ success: true });
      }),
      { numRuns: 300 },
    );
  });
});

const structured: ModelRequest = { ...request, maxOutputTokens: 10_000_000 };

type Schema = Record<string, unknown>;

const range = (min: string, max: string, limit: number): fc.Arbitrary<Schema> =>
  fc
    .tuple(fc.option(fc.nat(limit)), fc.option(fc.nat(limit)))
    .map(([low, extra]) => ({ ...(low !== null && { [min]: low }), ...(extra !== null && { [max]: (low ?? 0) + extra }) }));

const { schema: schemas } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    range('minLength', 'maxLength', 400).map((limits) => ({ type: 'string', ...limits })),
    range('minimum', 'maximum', 50).map((limits) => ({ type: 'integer', ...limits })),
    range('minimum', 'maximum', 50).map((limits) => ({ type: 'number', ...limits })),
    fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }, { const: 'fixed' }, { enum: ['first', 2, null] }),
    fc
      .record({ type: fc.constant('array'), items: tie('schema') })
      .chain((array) => range('minItems', 'maxItems', 6).map((limits) => ({ ...array, ...limits }))),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc
      .dictionary(fc.constantFrom('title', 'prompt', 'summary', 'items', 'score', 'type'), tie('schema'), { maxKeys: 4 })
      .map((properties) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false })),
  ),
}));
