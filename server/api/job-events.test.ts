import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '../../shared/kernel/brand.ts';
import { permanent, transient } from '../../shared/protocol/failure.ts';
import { quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { type ApiBench, openApiBench } from './api-bench.ts';
import { type ReadEvent, textOf } from './event-reader.testing.ts';

let api: ApiBench;
beforeEach(async () => {
  api = await openApiBench();
});
afterEach(async () => {
  await api.close();
  expect(api.errors).toEqual([]);
});

/** A job of one step whose call is open. */
const startJob = async () => {
  const { body } = await api.post('/api/jobs', { kind: 'block.generate', input: { prompt: 'Sum up.' } });
  const id: string = body.jobId;
  const driver = createTestDriver(api, jobId(id));
  await driver.take();
  await driver.claim();
  await quiet();
  return { id, driver, path: `/api/jobs/${id}/events`, sent: () => api.model.sent.at(-1) };
};

const say = async (sent: ReturnType<Awaited<ReturnType<typeof startJob>>['sent']>, text: string) => {
  sent?.say(text);
  await api.pass(100);
};
const finish = async ({ driver, sent }: Awaited<ReturnType<typeof startJob>>) => {
  sent()?.finish();
  await quiet();
  await driver.ended();
  await driver.finish();
};
const saysTo = (end: string) => (event: ReadEvent) => event.name === 'text' && event.data.text.endsWith(end);
const namesOf = (events: readonly ReadEvent[]) => events.map((event) => event.name);

describe('GET /api/jobs/:id/events', () => {
  it('[L4] tells status, text as it becomes durable, progress and the end, then closes', async () => {
    const job = await startJob();
    const reader = await api.events(job.path);
    expect({ status: reader.status, type: reader.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/event-stream; charset=utf-8',
    });
    await reader.until(({ name }) => name === 'progress');
    for (const text of ['The quarter ', 'was 😀 ', 'good.']) {
      await say(job.sent(), text);
      await reader.until(saysTo(text));
    }
    job.sent()?.finish();
    await quiet();
    await job.driver.ended();
    await reader.until(({ data }) => data.progress === 99);
    await job.driver.finish();
    const events = await reader.rest();
    expect(namesOf(events)).toEqual(['status', 'progress', 'text', 'text', 'text', 'progress', 'progress', 'status', 'end']);
    expect(events.map(({ data }) => data)).toEqual([
      { status: 'running', waiting: null },
      { progress: 0 },
      { stepId: 'write', attempt: 1, offset: 0, text: 'The quarter ' },
      { stepId: 'write', attempt: 1, offset: 12, text: 'was 😀 ' },
      { stepId: 'write', attempt: 1, offset: 19, text: 'good.' },
      { progress: 99 },
      { progress: 100 },
      { status: 'completed', waiting: null },
      { status: 'completed', error: null },
    ]);
    expect(reader.isOver()).toBe(true);
  });

  it('goes on from any event that a reader names, with nothing lost and nothing doubled', async () => {
    const job = await startJob();
    const whole = await api.events(job.path);
    const pieces = ['One ', 'two ', 'three ', 'four.'];
    for (const piece of pieces) {
      await say(job.sent(), piece);
      await whole.until(saysTo(piece));
    }
    await finish(job);
    const events = await whole.rest();
    for (const [at, event] of events.entries()) {
      const had = events.slice(0, at + 1);
      const rest = await (await api.events(job.path, event.id)).rest();
      expect(textOf(rest, 'write', 1, textOf(had, 'write', 1))).toBe(pieces.join(''));
      expect(namesOf(rest).filter((name) => name === 'end')).toEqual(['end']);
      const told = [...had, ...rest].filter(({ name }) => name !== 'end' && name !== 'text').map(({ data }) => data);
      expect(told.at(-1)).toEqual({ status: 'completed', waiting: null });
    }
  });

  it('reaches a reader that left and came back while the text went on', async () => {
    const job = await startJob();
    const first = await api.events(job.path);
    await say(job.sent(), 'One ');
    const had = [...(await first.until(saysTo('One ')))];
    await first.leave();
    await say(job.sent(), 'two ');
    const second = await api.events(job.path, had.at(-1)?.id);
    await say(job.sent(), 'three.');
    await finish(job);
    expect(textOf(await second.rest(), 'write', 1, textOf(had, 'write', 1))).toBe('One two three.');
  });

  it('replays all of a finished job, then ends', async () => {
    const job = await startJob();
    await say(job.sent(), 'The quarter was good.');
    await finish(job);
    const events = await (await api.events(job.path)).rest();
    expect(namesOf(events)).toEqual(['text', 'progress', 'status', 'end']);
    expect(textOf(events, 'write', 1)).toBe('The quarter was good.');
  });

  it('begins anew for a Last-Event-ID that it never gave', async () => {
    const job = await startJob();
    await say(job.sent(), 'The quarter was good.');
    await finish(job);
    for (const id of ['17', 'completed~100~0.9.3', 'x'.repeat(4_000)]) {
      expect(textOf(await (await api.events(job.path, id)).rest(), 'write', 1)).toBe('The quarter was good.');
    }
  });

  it('[L7] starts each attempt’s text at 0; whoever comes later reads the last attempt alone', async () => {
    const job = await startJob();
    const early = await api.events(job.path);
    await say(job.sent(), 'Half a ');
    await early.until(saysTo('Half a '));
    job.sent()?.say('text');
    job.sent()?.fail(transient('reset'));
    await quiet();
    await job.driver.ended();
    await early.until(({ name, data }) => name === 'status' && data.status === 'waiting');
    api.clock.advance(60_000);
    await job.driver.claim();
    await quiet();
    await say(job.sent(), 'A whole text.');
    await finish(job);
    const events = await early.rest();
    expect(textOf(events, 'write', 1)).toBe('Half a text');
    expect(textOf(events, 'write', 2)).toBe('A whole text.');
    expect(events.find(({ data }) => data.status === 'waiting')?.data.waiting).toMatchObject({ for: 'retry' });
    const late = await (await api.events(job.path)).rest();
    expect([textOf(late, 'write', 1), textOf(late, 'write', 2)]).toEqual(['', 'A whole text.']);
  });

  it('tells the steps of a document side by side, each with its own text', async () => {
    await api.writeDocument('b1', 'b2');
    const { body } = await api.post('/api/jobs', { kind: 'document.generate', input: { documentId: 'd1' } });
    const driver = createTestDriver(api, jobId(body.jobId));
    const reader = await api.events(`/api/jobs/${body.jobId}/events`);
    await driver.take();
    for (const step of ['write:b1', 'write:b2']) await driver.claim(step);
    await quiet();
    const [one, two] = api.model.sent;
    for (const [sent, text] of [
      [one, 'First '],
      [two, 'Second '],
      [one, 'text.'],
      [two, 'one.'],
    ] as const) {
      await say(sent, text);
      await reader.until(saysTo(text));
    }
    for (const [sent, step] of [
      [two, 'write:b2'],
      [one, 'write:b1'],
    ] as const) {
      sent?.finish();
      await quiet();
      await driver.ended(step);
    }
    await driver.finish();
    const events = await reader.rest();
    expect([textOf(events, 'write:b1', 1), textOf(events, 'write:b2', 1)]).toEqual(['First text.', 'Second one.']);
    const mid = events.findIndex(({ data }) => data.text === 'Second ');
    const rest = await (await api.events(`/api/jobs/${body.jobId}/events`, events[mid]?.id)).rest();
    expect(textOf(rest, 'write:b1', 1, 'First ')).toBe('First text.');
    expect(textOf(rest, 'write:b2', 1, 'Second ')).toBe('Second one.');
  });

  it('ends with the reason of a failure, and after a cancel with the text until then', async () => {
    const failed = await startJob();
    const [first] = [await api.events(failed.path)];
    failed.sent()?.fail(permanent('refusal'));
    await quiet();
    await failed.driver.ended();
    await failed.driver.finish();
    expect((await first.rest()).at(-1)).toMatchObject({ name: 'end', data: { status: 'failed', error: { type: 'refusal' } } });

    const cancelled = await startJob();
    const second = await api.events(cancelled.path);
    cancelled.sent()?.say('Until ');
    await api.post(`/api/jobs/${cancelled.id}/cancel`);
    const events = await second.rest();
    expect(events.at(-1)).toMatchObject({ name: 'end', data: { status: 'cancelled', error: null } });
    expect(textOf(events, 'write', 1)).toBe('Until ');
  });

  it('waits for a reader that takes more time than the text', async () => {
    const job = await startJob();
    const reader = await api.events(job.path);
    const pieces = ['a', 'b', 'c'].map((letter) => letter.repeat(4_000_000));
    for (const piece of pieces) await say(job.sent(), piece);
    await finish(job);
    const events = await reader.rest();
    expect(textOf(events, 'write', 1) === pieces.join('')).toBe(true);
    expect(events.at(-1)?.name).toBe('end');
  });

  it('says now and then that it is still there', async () => {
    const job = await startJob();
    const reader = await api.events(job.path);
    await reader.until(({ name }) => name === 'progress');
    await quiet();
    api.wakeStreams();
    expect((await reader.until(({ name }) => name === 'comment')).at(-1)).toMatchObject({ name: 'comment' });
    await say(job.sent(), 'The quarter was good.');
    await finish(job);
    expect(textOf(await reader.rest(), 'write', 1)).toBe('The quarter was good.');
  });

  it('closes without an end when the server stops, so that its reader comes back', async () => {
    const job = await startJob();
    const reader = await api.events(job.path);
    await reader.until(({ name }) => name === 'progress');
    api.stop();
    expect(namesOf(await reader.rest())).toEqual(['status', 'progress']);
    expect(reader.isOver()).toBe(true);
  });

  it('[L5] ends nothing when its reader leaves', async () => {
    const job = await startJob();
    const reader = await api.events(job.path);
    await reader.until(({ name }) => name === 'progress');
    await reader.leave();
    await say(job.sent(), 'The quarter was good.');
    expect(job.sent()?.isAborted()).toBe(false);
    await finish(job);
    expect((await api.get(`/api/jobs/${job.id}`)).body).toMatchObject({ result: { text: 'The quarter was good.' } });
  });
});
