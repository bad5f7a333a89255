import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshStep } from '../engine/job.ts';
import { planned } from '../engine/job-samples.ts';
import { blockId, type StepId, stepId } from '../kernel/brand.ts';
import { readRefineTask } from './block-refine.ts';
import { catalog, openWork, type Work } from './catalog.ts';
import { feedbackInTitle, refineTitle } from './kinds.ts';
import type { Brief } from './recipe.ts';
import { neededSteps, requestHashOf } from './request-hash.ts';
import { type BriefSource, sourcesAsMarkdown, sourcesToDrop } from './sources.ts';
import { countWords } from './words.ts';

const source = (id: string, more: Partial<BriefSource> = {}): BriefSource => ({
  id,
  title: `Title of ${id}`,
  text: `Text of ${id}.`,
  role: 'evidence',
  type: 'PR_AUTHORED',
  date: '2026-09-14',
  author: 'Meanwhile',
  url: '',
  ...more,
});
const settings = { model: 'demo', maxOutputTokens: 1_000 };
const outline = stepId('outline');
const outlineText = (headings: readonly string[]) =>
  JSON.stringify({ sections: headings.map((heading) => ({ heading, prompt: `Tell about ${heading}.` })) });

const briefOf = (kind: string, input: object): Brief => ({ kind, recipe: 1, title: 'A text', input });
const blockBrief = (more: object = {}) =>
  briefOf('block.generate', {
    documentId: 'd1',
    documentTitle: 'Report',
    blockId: 'b1',
    prompt: 'Sum up the quarter.',
    anchor: 'r1',
    continueFrom: null,
    sources: [source('s1'), source('s2', { role: 'goal' })],
    ...more,
  });
const refineBrief = (more: object = {}) =>
  briefOf('block.refine', {
    documentId: 'd1',
    documentTitle: 'Report',
    blockId: 'b1',
    prompt: 'Sum up the quarter.',
    anchor: 'r1',
    text: 'The quarter was long.',
    feedback: 'Say how long.',
    sources: [source('s1'), source('s2', { role: 'goal' })],
    ...more,
  });
const analyzeBrief = () =>
  briefOf('block.analyze', {
    documentId: 'd1',
    documentTitle: 'Report',
    blockId: 'b1',
    prompt: '',
    revision: 'r1',
    text: 'The quarter was long.',
    sources: [source('s1')],
  });
const documentBrief = (blocks: readonly string[]) =>
  briefOf('document.generate', {
    documentId: 'd1',
    documentTitle: 'Report',
    blocks: blocks.map((id) => ({ blockId: id, prompt: `Write ${id}`, anchor: null })),
    sources: [source('s1')],
  });

function open(
  brief: Brief,
  more: { readonly id?: string; readonly leftOut?: readonly string[]; readonly recipe?: number } = {},
): Work {
  const { id = 'job', leftOut = [], recipe = brief.recipe } = more;
  const work = openWork(catalog, { id, kind: brief.kind, recipe, leftOut: leftOut.map(blockId) }, brief);
  if (!work.ok) throw new Error(work.error.reason);
  return work.value;
}

describe('every recipe', () => {
  test.each([
    ['block.generate', blockBrief()],
    ['block.refine', refineBrief()],
    ['block.analyze', analyzeBrief()],
    ['document.generate', documentBrief(['b1', 'b2'])],
    ['document.generate of an empty document', documentBrief([])],
  ])('[J2] %s: who opens the brief elsewhere builds the very same requests', (_name, brief) => {
    const outputs = new Map([[outline, outlineText(['First', 'Second'])]]);
    const [here, there] = [open(brief), open(JSON.parse(JSON.stringify(brief)))];
    const steps = here.plan(outputs).map((step) => step.id);
    expect(there.plan(outputs)).toEqual(here.plan(outputs));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      const hash = requestHashOf(here.request(step, outputs, settings));
      expect(requestHashOf(there.request(step, outputs, settings))).toBe(hash);
      expect(requestHashOf(here.request(step, outputs, { ...settings, model: 'other' }))).not.toBe(hash);
    }
  });

  test.each([
    ['block.generate', blockBrief()],
    ['block.refine', refineBrief()],
    ['block.analyze', analyzeBrief()],
    ['document.generate', documentBrief(['b1', 'b2', 'b3'])],
    ['document.generate of an empty document', documentBrief([])],
  ])('[J5, J12] %s: a later plan only adds, and a whole one weighs 100', (_name, brief) => {
    const work = open(brief);
    const before = work.plan(new Map());
    const outputs = new Map<StepId, string>([[outline, outlineText(['First', 'Second', 'Third'])]]);
    for (const step of work.plan(outputs).slice(1)) outputs.set(step.id, 'Its text.');
    const after = work.plan(outputs);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.reduce((sum, step) => sum + step.weight, 0)).toBeCloseTo(100);
  });

  test('[J2] a version that this build does not have, and an input that does not fit, are failures with their reason', () => {
    const brief = blockBrief();
    const job = { id: 'job', kind: brief.kind, leftOut: [] };
    expect(openWork(catalog, { ...job, recipe: 2 }, brief)).toMatchObject({ error: { reason: 'old_recipe' } });
    expect(openWork(catalog, { ...job, recipe: 1 }, blockBrief({ prompt: '' }))).toMatchObject({
      error: { reason: 'bad_brief' },
    });
  });
});

describe('block.generate', () => {
  test('[J10] writes its block, anchored to the text it was made from, with its sources named', () => {
    const [change] = open(blockBrief()).apply({ step: stepId('write'), text: 'New.', cutOff: false }, new Map());
    expect(change).toEqual({
      type: 'write-block',
      blockId: 'b1',
      anchor: 'r1',
      text: 'New.',
      cutOff: false,
      sources: ['s1', 's2'],
    });
  });

  test.each([
    ['The quarter was', 'good.', 'The quarter was good.'],
    ['The quarter was ', 'good.', 'The quarter was good.'],
    ['The quarter', ', all in all,', 'The quarter, all in all,'],
    ['One.', '\n\nTwo.', 'One.\n\nTwo.'],
    ['One.', 'Two.', 'One. Two.'],
  ])('a continued text is joined: %j and %j', (before, after, joined) => {
    const work = open(blockBrief({ continueFrom: { revisionId: 'r1', text: before } }));
    expect(work.apply({ step: stepId('write'), text: after, cutOff: false }, new Map())).toMatchObject([{ text: joined }]);
    expect(work.request(stepId('write'), new Map(), settings).task).toContain(before);
  });

  test('a busy block cannot be left out', () => {
    expect(open(blockBrief()).without(new Set([blockId('b1')]))).toBeNull();
  });
});

describe('block.refine', () => {
  test('[J10] writes its block, anchored to the text it was made from, and says what was asked for', () => {
    const [change] = open(refineBrief()).apply({ step: stepId('write'), text: 'It had 92 days.', cutOff: true }, new Map());
    expect(change).toEqual({
      type: 'write-block',
      blockId: 'b1',
      anchor: 'r1',
      text: 'It had 92 days.',
      cutOff: true,
      sources: ['s1', 's2'],
      feedback: 'Say how long.',
    });
    expect(open(refineBrief())).toMatchObject({ targets: ['b1'], about: null });
    expect(open(refineBrief()).without(new Set([blockId('b1')]))).toBeNull();
  });

  test('asks with the text as it stands, the feedback and the prompt, if the block has one', () => {
    const taskOf = (brief: Brief) => open(brief).request(stepId('write'), new Map(), settings).task;
    expect(taskOf(refineBrief())).toMatch(/titled “Report”.*Sum up the quarter\..*The quarter was long\..*Say how long\.$/s);
    expect(taskOf(refineBrief({ prompt: ' ' }))).not.toContain('The prompt for this part');
  });

  test.each([
    ['Shorter, please.', 'The quarter was long.\n\nAnd warm.'],
    ['One\n\ntwo', 'Text: “as it stands:” and more.'],
  ])('its task can be read back: %j', (feedback, text) => {
    const { task } = open(refineBrief({ feedback, text })).request(stepId('write'), new Map(), settings);
    expect(readRefineTask(task)).toEqual({ feedback, text });
    expect(readRefineTask('Write something.')).toBeNull();
  });

  test('needs a text and feedback', () => {
    const job = { id: 'job', kind: 'block.refine', recipe: 1, leftOut: [] };
    for (const missing of [{ text: '' }, { feedback: '' }]) {
      expect(openWork(catalog, job, refineBrief(missing))).toMatchObject({ error: { reason: 'bad_brief' } });
    }
  });

  test('is called by the first line of its feedback, which can be read back', () => {
    expect(refineTitle(' Shorter.\nAnd kinder.')).toBe('Refine: Shorter.');
    expect(feedbackInTitle(refineTitle('Shorter.'))).toBe('Shorter.');
    expect(refineTitle('x'.repeat(900)).length).toBeLessThan(200);
  });
});

describe('document.generate', () => {
  test('[J10] leaves out blocks that are busy; the others keep their requests', () => {
    const [all, rest] = [open(documentBrief(['b1', 'b2', 'b3'])), open(documentBrief(['b1', 'b2', 'b3']), { leftOut: ['b2'] })];
    expect(rest.plan(new Map()).map((step) => step.target)).toEqual(['b1', 'b3']);
    expect(all.without(new Set(['b1', 'b2', 'b3'].map(blockId)))).toBeNull();
    expect(rest.targets).toEqual(['b1', 'b3']);
  });

  test('[J3] an outline makes its blocks under ids that everybody derives alike, in order, once', () => {
    const outputs = new Map([[outline, outlineText(['First', 'Second', 'Third'])]]);
    const step = { step: outline, text: outlineText(['First', 'Second', 'Third']), cutOff: false };
    const added = open(documentBrief([])).apply(step, outputs);
    expect(open(documentBrief([])).apply(step, outputs)).toEqual(added);
    const other = open(documentBrief([]), { id: 'other' }).apply(step, outputs);
    expect(other.map((change) => change.blockId)).not.toEqual(added.map((change) => change.blockId));
    const orders = added.map((change) => (change.type === 'add-block' ? change.order : ''));
    expect(orders.toSorted()).toEqual(orders);
    expect(new Set(orders).size).toBe(3);
    expect(added[0]).toMatchObject({ type: 'add-block', prompt: 'First\n\nTell about First.' });
  });

  test('planned sections come below what the document has already', () => {
    const step = { step: outline, text: outlineText(['First', 'Second']), cutOff: false };
    const brief = documentBrief([]);
    const below = { ...brief, input: { ...Object(brief.input), lastOrder: 'a5' } };
    const orders = open(below)
      .apply(step, new Map([[outline, step.text]]))
      .map((change) => (change.type === 'add-block' ? change.order : ''));
    expect(orders).toHaveLength(2);
    expect(['a5', ...orders].toSorted()).toEqual(['a5', ...orders]);
  });

  test('a request is built from the outline alone, whatever else is written by then', () => {
    const work = open(documentBrief([]));
    const outputs = new Map([[outline, outlineText(['First', 'Second'])]]);
    const [, first, second] = work.plan(outputs);
    const id = first?.id ?? outline;
    const later = new Map([...outputs, [second?.id ?? outline, 'Written.']]);
    expect(requestHashOf(work.request(id, later, settings))).toBe(requestHashOf(work.request(id, outputs, settings)));
  });

  test.each(['', 'Sure: {', '{"sections":[]}', '{"sections":[{"heading":"One","prompt":""}]}'])(
    'an outline that cannot be used is told apart: %j',
    (text) => {
      expect(open(documentBrief([])).check(outline, text)).toMatchObject({
        error: { type: 'transient', reason: 'invalid_output' },
      });
    },
  );

  test('counts the words of its sections and not those of the outline', () => {
    const outputs = new Map([
      [outline, outlineText(['First', 'Second'])],
      [stepId('write:b1'), 'Four words are here.'],
    ]);
    expect(open(documentBrief([])).finish(outputs)).toEqual({ words: 4 });
  });
});

describe('what requests are made of', () => {
  test('the steps whose outputs a request may use are those that it needs', () => {
    const steps = [freshStep(planned('outline', 5)), freshStep(planned('first', 95, ['outline']))];
    expect(neededSteps({ steps }, stepId('first'))).toEqual(['outline']);
    expect(neededSteps({ steps }, stepId('nowhere'))).toEqual([]);
  });

  test('sources read by their roles, each with its facts', () => {
    const text = sourcesAsMarkdown([
      source('s1', { role: 'goal' }),
      source('s2'),
      source('s3', { type: '', date: null, author: '' }),
    ]);
    expect(text).toBe(
      '# Evidence\n\n## Title of s2\nPR_AUTHORED · 2026-09-14 · Meanwhile\n\nText of s2.\n\n## Title of s3\n\nText of s3.\n\n' +
        '# Goals\n\n## Title of s1\nPR_AUTHORED · 2026-09-14 · Meanwhile\n\nText of s1.',
    );
  });

  test('the sources to leave out are the largest, and enough', () => {
    const sizes = fc.array(fc.integer({ min: 30, max: 3_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5_000 }), (chars, excess) => {
        const sources = chars.map((size, at) => source(`s${at}`, { text: 'x'.repeat(size) }));
        const dropped = sourcesToDrop(sources, excess);
        const saved = dropped.reduce((sum, { text }) => sum + text.length / 3, 0);
        if (dropped.length < sources.length) expect(saved + dropped.length * 40).toBeGreaterThanOrEqual(excess);
        const kept = sources.filter((one) => !dropped.includes(one)).map(({ text }) => text.length - 2); // tokens are whole
        expect(Math.max(0, ...kept)).toBeLessThanOrEqual(Math.min(...dropped.map(({ text }) => text.length)));
      }),
      { seed: 3 },
    );
  });

  test.each([
    ['', 0],
    ['One two three.', 3],
    ["It's 3.5 percent — well-known", 4],
    ['## Heading\n\n- a point', 3],
    ['日本語', 3],
  ])('counts words as a reader would: %j has %i', (text, words) => {
    expect(countWords(text)).toBe(words);
  });
});
