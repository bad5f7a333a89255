import { describe, expect, test } from 'vitest';
import type { Priority } from '../../shared/engine/job.ts';
import { ageMs } from '../../shared/engine/turn-class.ts';
import { accountId, jobId, stepId } from '../../shared/kernel/brand.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { askAgainMs, createTurns, placeKeptMs } from './turns.ts';

const [ann, bob] = [accountId('ann'), accountId('bob')];
const place = (job: string, account = ann, model = 'large', priority: Priority = 'normal') => ({
  account,
  job: jobId(job),
  step: stepId('write'),
  model,
  priority,
});
const asked = (job: string, priority: Priority) => place(job, ann, 'large', priority);

describe('turns', () => {
  test('[L3] goes at once while there is room, for the person and for the server', () => {
    const turns = createTurns({ max: 3, maxPerPerson: 2 }, testClock());
    expect(turns.ask(place('j1'), [])).toEqual({ type: 'go' });
    expect(turns.ask(place('j2'), [ann])).toEqual({ type: 'go' });
    expect(turns.ask(place('j3'), [ann, ann])).toMatchObject({ type: 'wait', for: 'turn' });
    expect(turns.ask(place('j4', bob), [ann, ann])).toEqual({ type: 'go' });
    expect(turns.ask(place('j5', bob), [ann, ann, bob])).toMatchObject({ type: 'wait', for: 'turn' });
  });

  test('[L3] a person who wants fewer calls at once gets no more, and others lose nothing by it', () => {
    const turns = createTurns({ max: 3, maxPerPerson: 3 }, testClock());
    expect(turns.ask(place('j1'), [ann], 1)).toMatchObject({ type: 'wait', for: 'turn' });
    expect(turns.ask(place('j2', bob), [ann, bob])).toEqual({ type: 'go' });
    expect(turns.ask(place('j1'), [], 1)).toEqual({ type: 'go' });
  });

  test('[L3] says when to ask again', () => {
    const clock = testClock(1_000);
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, clock);
    expect(turns.ask(place('j1'), [bob])).toEqual({ type: 'wait', for: 'turn', until: 1_000 + askAgainMs });
  });

  test('[L3] first come, first served: a later claim does not overtake one that waits', () => {
    const clock = testClock();
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, clock);
    turns.ask(place('first'), [bob]);
    turns.ask(place('second'), [bob]);
    expect(turns.ask(place('second'), [])).toMatchObject({ type: 'wait' });
    expect(turns.ask(place('third'), [])).toMatchObject({ type: 'wait' });
    expect(turns.ask(place('first'), [])).toEqual({ type: 'go' });
    turns.leave(place('first'));
    expect(turns.ask(place('second'), [])).toEqual({ type: 'go' });
  });

  test('[L3] a person whose own places are used up holds nobody else back', () => {
    const turns = createTurns({ max: 3, maxPerPerson: 1 }, testClock());
    turns.ask(place('j1', ann), [ann]);
    turns.ask(place('j2', ann), [ann]);
    expect(turns.ask(place('j3', bob), [ann])).toEqual({ type: 'go' });
  });

  test('[J8] a place that is not asked for again is given up, so that a dead driver holds nobody back', () => {
    const clock = testClock();
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, clock);
    turns.ask(place('dead'), [bob]);
    turns.ask(place('alive'), [bob]);
    clock.advance(placeKeptMs);
    turns.ask(place('alive'), [bob]);
    expect(turns.ask(place('alive'), [])).toMatchObject({ type: 'wait' });
    clock.advance(1);
    expect(turns.ask(place('alive'), [])).toEqual({ type: 'go' });
  });

  test('[J6] the places of a cancelled job are given up at once', () => {
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, testClock());
    turns.ask(place('cancelled'), [bob]);
    turns.ask(place('next'), [bob]);
    turns.forget(jobId('cancelled'));
    expect(turns.ask(place('next'), [])).toEqual({ type: 'go' });
  });

  test("[L3] the provider's pause holds everybody who wants any of its models, and only them, until it is over", () => {
    const clock = testClock(1_000);
    const turns = createTurns({ max: 9, maxPerPerson: 9 }, clock);
    turns.hold('large', 40_000);
    turns.hold('large', 10_000);
    expect(turns.ask(place('j1'), [])).toEqual({ type: 'wait', for: 'rate-limit', until: 41_000 });
    expect(turns.ask(place('j2', bob), [])).toMatchObject({ type: 'wait', for: 'rate-limit' });
    expect(turns.ask(place('j3', ann, 'small'), [])).toMatchObject({ type: 'wait', for: 'rate-limit' });
    expect(turns.ask(place('j4', ann, 'demo'), [])).toEqual({ type: 'go' });
    clock.setWall(500_000_000); // somebody sets the clock: the pause is as long as it was
    clock.advance(39_999);
    expect(turns.ask(place('j1'), [])).toMatchObject({ type: 'wait' });
    clock.advance(1);
    expect(turns.ask(place('j1'), [])).toEqual({ type: 'go' });
  });

  test('[L3] a higher priority is served first; within one, first come, first served', () => {
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, testClock());
    for (const [job, priority] of [
      ['l', 'low'],
      ['n1', 'normal'],
      ['n2', 'normal'],
      ['h', 'high'],
    ] as const)
      turns.ask(asked(job, priority), [bob]);
    for (const [job, priority] of [
      ['h', 'high'],
      ['n1', 'normal'],
      ['n2', 'normal'],
      ['l', 'low'],
    ] as const) {
      expect(turns.ask(asked('new', 'low'), [])).toMatchObject({ type: 'wait' });
      expect(turns.ask(asked(job, priority), [])).toEqual({ type: 'go' });
      turns.leave(asked(job, priority));
    }
  });

  test('[L3] who has waited long is served like a higher priority, so that nobody waits for ever', () => {
    const clock = testClock();
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, clock);
    turns.ask(asked('low', 'low'), [bob]);
    for (let passed = 0; passed < ageMs; passed += 10_000) {
      clock.advance(10_000);
      turns.ask(asked('low', 'low'), [bob]);
    }
    turns.ask(asked('high', 'high'), [bob]);
    expect(turns.ask(asked('late', 'normal'), [])).toMatchObject({ type: 'wait' });
    expect(turns.ask(asked('low', 'low'), [])).toMatchObject({ type: 'wait' });
    turns.leave(asked('high', 'high'));
    turns.ask(asked('late', 'normal'), [bob]);
    expect(turns.ask(asked('late', 'normal'), [])).toMatchObject({ type: 'wait' });
    expect(turns.ask(asked('low', 'low'), [])).toEqual({ type: 'go' });
  });

  test('[L3] a changed priority counts at once, for places that wait already', () => {
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, testClock());
    turns.ask(asked('first', 'normal'), [bob]);
    turns.ask(asked('second', 'normal'), [bob]);
    turns.prioritise(jobId('second'), 'high');
    expect(turns.ask(asked('first', 'normal'), [])).toMatchObject({ type: 'wait' });
    expect(turns.ask(asked('second', 'high'), [])).toEqual({ type: 'go' });
  });

  test('[L3] those who wait for the end of a pause keep their order through it', () => {
    const clock = testClock();
    const turns = createTurns({ max: 1, maxPerPerson: 1 }, clock);
    turns.hold('large', 40_000);
    turns.ask(asked('first', 'normal'), []);
    turns.ask(asked('second', 'normal'), []);
    turns.ask(asked('urgent', 'high'), []);
    clock.advance(40_000);
    expect(turns.ask(asked('second', 'normal'), [])).toMatchObject({ type: 'wait', for: 'turn' });
    expect(turns.ask(asked('urgent', 'high'), [])).toEqual({ type: 'go' });
    turns.leave(asked('urgent', 'high'));
    expect(turns.ask(asked('first', 'normal'), [])).toEqual({ type: 'go' });
  });
});
