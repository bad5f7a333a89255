import { z } from 'zod/mini';
import { sourceId } from '../kernel/brand.ts';
import type { AnalysisPart, NamedSource } from '../records/records.ts';
import type { BriefSource } from './sources.ts';

/*
 * What a model says of a text, as it is asked for, checked and taken in. It names sources by their headings, because that is how it
 * reads them; a quote is looked up, because a model may misremember where it stands, or what it says.
 */

const maxParts = 12;
const text = z.string().check(z.minLength(1), z.maxLength(4_000));
const headings = z.array(z.string().check(z.maxLength(600))).check(z.maxLength(maxParts));
const listOf = <T extends z.ZodMiniType>(part: T) => z.array(part).check(z.maxLength(maxParts));

export const analysisAnswer = z.object({
  themes: listOf(z.object({ title: z.string().check(z.minLength(1), z.maxLength(200)), text, sources: headings })).check(
    z.minLength(1),
  ),
  strengths: listOf(z.object({ text, sources: headings })),
  gaps: listOf(z.object({ text, sources: headings })),
  quotes: listOf(z.object({ quote: text, source: z.string().check(z.maxLength(600)) })),
});
export type AnalysisAnswer = Readonly<z.infer<typeof analysisAnswer>>;

const textProperty = { type: 'string', minLength: 1, maxLength: 4_000 } as const;
const headingsProperty = {
  type: 'array',
  maxItems: maxParts,
  description: 'The headings of the sources that show it; empty if none does.',
  items: { type: 'string', maxLength: 600 },
} as const;
const list = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'array',
  maxItems: maxParts,
  ...more,
  items: { type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});

/** The same in the words of JSON Schema, for the provider. */
export const analysisJsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['themes', 'strengths', 'gaps', 'quotes'],
  properties: {
    themes: list(
      { title: { type: 'string', minLength: 1, maxLength: 200 }, text: textProperty, sources: headingsProperty },
      { minItems: 1 },
    ),
    strengths: list({ text: textProperty, sources: headingsProperty }),
    gaps: list({ text: textProperty, sources: headingsProperty }),
    quotes: list({
      quote: { ...textProperty, description: 'A sentence of a source, word for word.' },
      source: { type: 'string', maxLength: 600, description: 'The heading of that source.' },
    }),
  },
};

/** An answer as it is kept: its sources by id, and each quote with the source that it really stands in. `own` is the text analyzed. */
export function partsOf(answer: AnalysisAnswer, sources: readonly BriefSource[], own: string): readonly AnalysisPart[] {
  const shelf = createShelf(sources);
  const named = (titles: readonly string[]) => [...new Set(titles.flatMap((title) => shelf.named(title) ?? []))].map(asNamed);
  return [
    ...answer.themes.map(({ title, text, sources }) => ({ kind: 'theme' as const, title, text, sources: named(sources) })),
    ...answer.strengths.map(({ text, sources }) => ({ kind: 'strength' as const, text, sources: named(sources) })),
    ...answer.gaps.map(({ text, sources }) => ({ kind: 'gap' as const, text, sources: named(sources) })),
    ...answer.quotes.map(({ quote, source }) => quotePart(quote, shelf.named(source), shelf, own)),
  ];
}

function quotePart(quote: string, said: BriefSource | null, shelf: Shelf, own: string): AnalysisPart {
  const found = shelf.holding(quote, said);
  const isOwn = found === null && plain(own).includes(plain(quote));
  const source = isOwn ? null : (found ?? said);
  return { kind: 'quote', text: quote, sources: source === null ? [] : [asNamed(source)], isVerbatim: isOwn || found !== null };
}

type Shelf = {
  /** The source under a heading. */
  readonly named: (heading: string) => BriefSource | null;
  /** The source that a quote stands in: `first` if it does, else any. */
  readonly holding: (quote: string, first: BriefSource | null) => BriefSource | null;
};

function createShelf(sources: readonly BriefSource[]): Shelf {
  const byHeading = new Map(sources.toReversed().map((source) => [plain(source.title || 'Untitled'), source]));
  const texts = new Map<BriefSource, string>();
  const textOf = (source: BriefSource): string => {
    const known = texts.get(source) ?? plain(source.text);
    texts.set(source, known);
    return known;
  };
  return {
    named: (heading) => byHeading.get(plain(heading)) ?? null,
    holding: (quote, first) => {
      const wanted = plain(quote);
      const holds = (source: BriefSource) => textOf(source).includes(wanted);
      return first !== null && holds(first) ? first : (sources.find(holds) ?? null);
    },
  };
}

const asNamed = ({ id, title }: BriefSource): NamedSource => ({ id: sourceId(id), title });

/** Words alone, each between spaces: a quote is the same whatever marks and capitals stand around its words. */
const plain = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;
