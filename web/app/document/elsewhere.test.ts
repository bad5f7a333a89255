import { expect, test } from 'vitest';
import { revisionId } from '../../../shared/kernel/brand.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { aBlock } from '../../../shared/sync/device-store.contract.ts';
import { textFromElsewhere } from './elsewhere.ts';

const [start, mine, theirs] = [revisionId('start'), revisionId('mine'), revisionId('theirs')];
const mineAfterJob = revisionId(derivedId(mine, 'sitting'));
const typing = { start, turns: [mine] };
const block = (current: string | null, aside: string | null = null) => ({
  ...aBlock('b1', 'd1'),
  current: current === null ? null : revisionId(current),
  aside: aside === null ? null : revisionId(aside),
});

test('[S4] who only reads is told of the text that is aside', () => {
  expect(textFromElsewhere(block(theirs, mine), null)).toBe(mine);
  expect(textFromElsewhere(block(theirs), null)).toBeNull();
});

test('[S4] who types is told of whatever they have neither seen nor written, wherever it stands', () => {
  expect(textFromElsewhere(block(theirs), typing)).toBe(theirs);
  expect(textFromElsewhere(block(theirs, mine), typing)).toBe(theirs);
  expect(textFromElsewhere(block(mine, theirs), typing)).toBe(theirs);
  expect(textFromElsewhere(block(theirs), { start: null, turns: [] })).toBe(theirs);
});

test('[J10] a turn of typing that goes on after a job was made from it is still one’s own', () => {
  expect(textFromElsewhere(block(mineAfterJob), typing)).toBeNull();
  expect(textFromElsewhere(block(start), typing)).toBeNull();
  expect(textFromElsewhere(block(null), typing)).toBeNull();
});
