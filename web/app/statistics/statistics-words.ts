import type { Statistics, StatisticsMinutes } from '../../remote/statistics-query.ts';
import { counted, durationInWords } from '../numbers.ts';

/** What a span is called. */
export const spanWords: Readonly<Record<StatisticsMinutes, string>> = {
  60: 'the last hour',
  1440: 'the last day',
  10080: 'the last 7 days',
  43200: 'the last 30 days',
};

type Ends = Pick<Statistics['kinds'][number], 'completed' | 'failed' | 'cancelled'>;

/** How many of those that were not cancelled failed: `4 %`, `none` where none ended. */
export function errorRateInWords({ completed, failed }: Ends): string {
  if (completed + failed === 0) return 'none ended';
  return percentInWords(failed / (completed + failed));
}

/** `4 %`; what is there, but less than one, is `under 1 %`. */
export function percentInWords(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %';
  return `${Math.round(share * 100)} %`;
}

/** `0.4 s`, `12 s`, `1 min 5 s`; nothing measured is a dash. */
export function timeInWords(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : durationInWords(ms);
}

/** `2.5`, `under 0.01`. */
export function rateInWords(perMinute: number): string {
  if (perMinute === 0) return '0';
  if (perMinute < 0.01) return 'under 0.01';
  return perMinute.toLocaleString('en', { maximumFractionDigits: perMinute < 1 ? 2 : 1 });
}

/** `8 of 10 (80 %)`. */
export const estimatesInWords = ({ made, inside }: Statistics['estimates']): string =>
  made === 0
    ? 'none made yet'
    : `${inside.toLocaleString('en')} of ${made.toLocaleString('en')} (${percentInWords(inside / made)})`;

/** All ends of the span together. */
export const endsOf = ({ parts }: Statistics): Ends =>
  parts.reduce<Ends>(
    (sum, part) => ({
      completed: sum.completed + part.completed,
      failed: sum.failed + part.failed,
      cancelled: sum.cancelled + part.cancelled,
    }),
    { completed: 0, failed: 0, cancelled: 0 },
  );

/** What the chart shows, in a sentence. */
export function chartInWords(statistics: Statistics, minutes: StatisticsMinutes): string {
  const { completed, failed, cancelled } = endsOf(statistics);
  return `In ${spanWords[minutes]} ${counted(completed + failed + cancelled, 'job')} ended: ${completed} completed, ${failed} failed, ${cancelled} cancelled.`;
}

/** When a part of the span began: the time for a day or less, with the day for more. */
export const partInWords = (at: number, minutes: StatisticsMinutes): string =>
  minutes <= 1_440
    ? new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const reasons: Readonly<Record<string, string>> = {
  rate_limit: 'The provider asked for a pause for too long',
  overloaded: 'The provider had too much to do',
  server_error: 'The provider had an error',
  unreachable: 'The provider could not be reached',
  truncated: 'The answer ended in the middle',
  reset: 'The connection broke off',
  silent_start: 'The provider did not begin to answer',
  silent: 'The provider stopped answering',
  lost: 'The server stopped',
  invalid_output: 'The answer could not be used',
  no_key: 'No key is set',
  key_refused: 'The key was refused',
  billing: 'The provider’s account has no credit',
  bad_request: 'The provider did not accept the request',
  unknown_model: 'The provider does not know the model',
  prompt_too_long: 'The prompt was too long',
  refusal: 'The model declined to answer',
  block_busy: 'Another job was writing the block',
  old_recipe: 'Made by an older version',
  bad_brief: 'What was asked did not fit its kind',
  internal: 'A fault of the server',
};

/** Why jobs failed, in a line. */
export const reasonInWords = (reason: string): string => reasons[reason] ?? (reason.replaceAll('_', ' ') || 'Not known');
