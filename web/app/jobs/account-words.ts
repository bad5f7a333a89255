import type { Job, Step } from '../../../shared/engine/job.ts';
import { counted } from '../numbers.ts';

/** What a job's broken-off attempts cost, in calm sentences; null when there is nothing to tell (L7). */
export function accountInWords(job: Pick<Job, 'steps'>): string | null {
  const unsure = sumOf(job, (step) => step.possiblyPaid);
  const twice = sumOf(job, (step) => step.paidTwice);
  const sentences = [
    unsure === 0 ? null : `${counted(unsure, 'attempt')} broke off and may have been paid for.`,
    twice === 0 ? null : `${counted(twice, 'token was', 'tokens were')} possibly paid twice.`,
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** Tokens of broken-off attempts that another try may cost again. */
export const tokensAtRisk = (job: Pick<Job, 'steps'>): number => sumOf(job, (step) => step.atRisk);

type Totals = { readonly paid: number; readonly kept: number; readonly paidTwice: number };

/** All of a person's calls, in tokens: `615 tokens paid · 15 kept · 600 paid twice`; null while nothing was paid. */
export function totalsInWords({ paid, kept, paidTwice }: Totals): string | null {
  if (paid === 0) return null;
  const facts = [
    `${counted(paid, 'token')} paid`,
    `${kept.toLocaleString('en')} kept`,
    paidTwice === 0 ? null : `${paidTwice.toLocaleString('en')} paid twice`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}

const sumOf = ({ steps }: Pick<Job, 'steps'>, part: (step: Step) => number): number =>
  steps.reduce((sum, step) => sum + part(step), 0);
