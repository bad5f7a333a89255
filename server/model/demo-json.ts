/** What a made-up value is filled with: never empty lists. */
export type Phrases = { readonly titles: readonly string[]; readonly sentences: readonly string[] };

type Schema = Readonly<Record<string, unknown>>;

/** Draws the next title or sentence, round and round, so that neighbours differ. */
type Draw = { readonly title: () => string; readonly lastTitle: () => string; readonly sentence: () => string };

/**
 * A value that fits a JSON Schema, filled with phrases: objects with all their properties, arrays, strings, enums, numbers, booleans,
 * null, const, the first of anyOf or oneOf, and references within the schema. The same value for the same input.
 */
export function jsonFor(schema: Schema, phrases: Phrases): unknown {
  let titles = 0;
  let sentences = 0;
  const draw: Draw = {
    title: () => at(phrases.titles, titles++),
    lastTitle: () => at(phrases.titles, Math.max(titles - 1, 0)),
    sentence: () => at(phrases.sentences, sentences++),
  };
  return build(schema, '', { root: schema, draw });
}

type Context = { readonly root: Schema; readonly draw: Draw };

function build(schema: Schema, name: string, context: Context): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  for (const choice of [schema['anyOf'], schema['oneOf']]) {
    if (Array.isArray(choice)) return build(asSchema(choice[0]), name, context);
  }
  const target = referred(schema, context.root);
  if (target) return build(target, name, context);
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'object':
      return buildObject(schema, context);
    case 'array':
      return buildArray(schema, name, context);
    case 'string':
      return buildString(schema, name, context.draw);
    case 'integer':
    case 'number':
      return buildNumber(schema);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function buildObject(schema: Schema, context: Context): Record<string, unknown> {
  const fields = Object.entries(asSchema(schema['properties'])).map(([key, field]) => [
    key,
    build(asSchema(field), key, context),
  ]);
  return Object.fromEntries(fields);
}

const usualItems = 4;

function buildArray(schema: Schema, name: string, context: Context): unknown[] {
  const count = Math.min(
    Math.max(usualItems, numberOr(schema['minItems'], 0)),
    numberOr(schema['maxItems'], Number.MAX_SAFE_INTEGER),
  );
  return Array.from({ length: count }, () => build(asSchema(schema['items']), name, context));
}

function buildString(schema: Schema, name: string, draw: Draw): string {
  const min = numberOr(schema['minLength'], 0);
  const max = numberOr(schema['maxLength'], Number.MAX_SAFE_INTEGER);
  let text = phraseFor(name, draw);
  while (text.length < min) text += ` ${draw.sentence()}`;
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const word = cut.replace(/\s+\S*$/, '');
  return word.length >= min ? word : cut;
}

/** A field's name says what kind of words it wants. A prompt is about the heading that was drawn before it. */
function phraseFor(name: string, draw: Draw): string {
  if (/title|heading|name|label|topic|tag/i.test(name)) return draw.title();
  if (/prompt/i.test(name)) return `Tell what the sources say about “${draw.lastTitle()}”.`;
  return draw.sentence();
}

/** One, or the nearest that the limits allow; exclusive limits are kept at a distance of one. */
function buildNumber(schema: Schema): number {
  const least = Math.max(numberOr(schema['minimum'], -Infinity), numberOr(schema['exclusiveMinimum'], -Infinity) + 1);
  const most = Math.min(numberOr(schema['maximum'], Infinity), numberOr(schema['exclusiveMaximum'], Infinity) - 1);
  const value = Math.min(Math.max(1, least), most);
  return schema['type'] === 'integer' ? Math.ceil(value) : value;
}

function referred(schema: Schema, root: Schema): Schema | null {
  const path = schema['$ref'];
  if (typeof path !== 'string' || !path.startsWith('#')) return null;
  return path
    .slice(1)
    .split('/')
    .filter(Boolean)
    .reduce<Schema>((inside, key) => asSchema(inside[key]), root);
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const asSchema = (value: unknown): Schema => (isSchema(value) ? value : {});
const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);
const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
