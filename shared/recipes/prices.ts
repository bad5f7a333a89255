import { demoModelId } from './model-request.ts';
import type { Usage } from './usage.ts';

/*
 * What models cost, as their provider publishes it: Anthropic, https://platform.claude.com/docs/en/about-claude/pricing, "Model
 * pricing", cache writes for five minutes. This is the only place with prices. A price that changes gets a line of its own with the day
 * from which it holds, so that what was used before keeps the price of its day.
 */

/** When the table was last compared with its source. */
export const pricesAsOf = '2026-10-24';

/** Dollars for a million tokens, and so millionths of a dollar for one. */
type Rates = { readonly input: number; readonly output: number; readonly cacheRead: number; readonly cacheWrite: number };

type Price = Rates & {
  /** Its models' ids; ids of dated versions begin with them. */
  readonly models: readonly string[];
  /** The first day, ISO 8601; null for as long as there is a table. */
  readonly from: string | null;
  /** For a whole call whose prompt has more tokens than this. */
  readonly long?: { readonly above: number; readonly rates: Rates };
};

/** Of two lines for a model the later one counts, from its day on. */
const prices: readonly Price[] = [
  { models: ['claude-fable-5-1', 'claude-mythos-5-1'], from: null, input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  { models: ['claude-fable-5', 'claude-mythos-5'], from: null, input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  { models: ['claude-opus-5-5'], from: null, input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  {
    models: ['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-opus-4-5'],
    from: null,
    input: 5,
    output: 25,
    cacheRead: 0.5,
    cacheWrite: 6.25,
  },
  { models: ['claude-sonnet-5-5', 'claude-sonnet-5'], from: null, input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  { models: ['claude-sonnet-5-5'], from: '2026-10-07', input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  { models: ['claude-sonnet-4-6', 'claude-sonnet-4-5'], from: null, input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  {
    models: ['claude-haiku-5-5'],
    from: null,
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    long: { above: 100_000, rates: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 } },
  },
  { models: ['claude-haiku-4-5'], from: null, input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
];

/** Costs nothing, whatever it is used for. */
export const isFree = (model: string): boolean => model === demoModelId;

/** Whether there is a price for a model, of whatever day. */
export const isPriced = (model: string): boolean =>
  isFree(model) || prices.some(({ models }) => models.some((id) => isOf(model, id)));

/**
 * What one call cost, in millionths of a dollar, by the prices of the moment `at` (ms since 1970). Null where the price is not known,
 * which is never to be shown as nothing.
 */
export function costOf(model: string, usage: Usage, at: number): number | null {
  if (isFree(model)) return 0;
  const price = prices.findLast(
    ({ models, from }) => models.some((id) => isOf(model, id)) && (from === null || Date.parse(from) <= at),
  );
  if (price === undefined) return null;
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const rates = price.long !== undefined && prompt > price.long.above ? price.long.rates : price;
  return Math.round(
    usage.input * rates.input +
      usage.output * rates.output +
      usage.cacheRead * rates.cacheRead +
      usage.cacheWrite * rates.cacheWrite,
  );
}

/** The id itself, or a dated version of it: `claude-haiku-4-5-20251001` is of `claude-haiku-4-5`. */
const isOf = (model: string, id: string): boolean =>
  model === id || (model.startsWith(`${id}-`) && /^\d{8}$/.test(model.slice(id.length + 1)));
