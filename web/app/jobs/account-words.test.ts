import { expect, test } from 'vitest';
import { freshStep, type Step } from '../../../shared/engine/job.ts';
import { planned } from '../../../shared/engine/job-samples.ts';
import { accountInWords, tokensAtRisk, totalsInWords } from './account-words.ts';

const stepWith = (more: Partial<Pick<Step, 'possiblyPaid' | 'paidTwice' | 'atRisk'>>): Step => ({
  ...freshStep(planned('write', 50)),
  ...more,
});

test('[L7] a job tells of attempts that may have been paid, and of tokens paid twice, over all its steps', () => {
  const steps = [stepWith({ possiblyPaid: 1, paidTwice: 900 }), stepWith({ possiblyPaid: 1, paidTwice: 304, atRisk: 20 })];
  expect(accountInWords({ steps })).toBe(
    '2 attempts broke off and may have been paid for. 1,204 tokens were possibly paid twice.',
  );
  expect(accountInWords({ steps: [stepWith({ possiblyPaid: 1, atRisk: 7 })] })).toBe(
    '1 attempt broke off and may have been paid for.',
  );
  expect(tokensAtRisk({ steps })).toBe(20);
});

test('[L7] a job of which nothing broke off has nothing to tell', () => {
  expect(accountInWords({ steps: [stepWith({})] })).toBeNull();
});

test('[L7] the totals say what was paid, kept and paid twice', () => {
  expect(totalsInWords({ paid: 0, kept: 0, paidTwice: 0 })).toBeNull();
  expect(totalsInWords({ paid: 1_615, kept: 1_015, paidTwice: 600 })).toBe('1,615 tokens paid · 1,015 kept · 600 paid twice');
  expect(totalsInWords({ paid: 15, kept: 15, paidTwice: 0 })).toBe('15 tokens paid · 15 kept');
});
