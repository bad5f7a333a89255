import { expect, test } from 'vitest';
import { millis } from '../../../shared/kernel/time.ts';
import { rangeOf } from './jobs-range.ts';

const job = (status: 'running' | 'queued' | 'paused', range?: readonly [number, number]) => ({
  status,
  ...(range && { estimate: { from: millis(range[0]), to: millis(range[1]) } }),
});

test('[J12] several jobs have ended when the longest has', () => {
  expect(rangeOf([job('running', [10, 50]), job('running', [20, 40]), job('paused')])).toEqual({ from: 20, to: 50 });
});

test('[J12] nothing is said while nothing is known of one of them', () => {
  expect(rangeOf([job('running', [10, 50]), job('queued')])).toBeNull();
  expect(rangeOf([job('paused')])).toBeNull();
  expect(rangeOf([])).toBeNull();
});
