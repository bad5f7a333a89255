import { z } from 'zod';

/* What the tests of the API read out of its own document: its operations, and inputs that fit and do not fit what it says. */

/** JSON Schema as the document has it, as far as the tests look. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
};

type Media = { readonly schema: Schema; readonly examples?: Readonly<Record<string, { readonly value: Json }>> };
type Parameter = { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly schema: Schema };
type Content = { readonly content?: Readonly<Record<string, Media>> };

/** A part of the document under one path and method. */
type Documented = {
  readonly operationId: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly headers?: object }>>;
};

export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** What may be sent as JSON. */
export type Json = { readonly [name: string]: unknown };

export type DocumentedOperation = Documented & { readonly method: string; readonly path: string };

/** Every operation of the document. */
export const operationsIn = (document: Document): readonly DocumentedOperation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );

/** Whether a value is what a schema of the document says. */
export function fits({ components }: Document, schema: Schema, value: unknown): boolean {
  const whole = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(whole)).safeParse(value).success;
}

/** A place in a body that the document speaks of. */
export type Place = { readonly path: readonly string[]; readonly schema: Schema; readonly isRequired: boolean };

/** Every place in a body like this example; of a union, the member that the example is. */
export function placesIn(document: Document, schema: Schema, example: unknown, path: readonly string[] = []): readonly Place[] {
  const known = shapeOf(document, schema, example);
  const required = new Set(known.required);
  const inside = Object.entries(known.properties ?? {}).flatMap(([name, each]) => [
    { path: [...path, name], schema: each, isRequired: required.has(name) },
    ...placesIn(document, each, partOf(example, name), [...path, name]),
  ]);
  if (known.items === undefined) return inside;
  const first = [...path, '0'];
  const item = { path: first, schema: known.items, isRequired: false };
  return [...inside, item, ...placesIn(document, known.items, partOf(example, '0'), first)];
}

/** Every object in a body like this example whose fields are all named. */
export const closedPlaces = (document: Document, schema: Schema, example: unknown): readonly (readonly string[])[] =>
  [{ path: [], schema }, ...placesIn(document, schema, example)]
    .filter((place) => shapeOf(document, place.schema, atPath(example, place.path)).additionalProperties === false)
    .map((place) => place.path);

function shapeOf(document: Document, schema: Schema, example: unknown): Schema {
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    if (named === undefined) throw new Error(`Nothing is called ${schema.$ref}`);
    return shapeOf(document, named, example);
  }
  const members = schema.oneOf ?? schema.anyOf;
  if (members === undefined) return schema;
  const kind = partOf(example, 'kind');
  const member = members.find((each) => each.properties?.['kind']?.const === kind) ?? members[0];
  return member === undefined ? schema : shapeOf(document, member, example);
}

/** A value of another type than a schema says. */
export function wrongTyped(document: Document, schema: Schema): unknown {
  const value = [7, 'many', {}, []].find((each) => !fits(document, schema, each));
  if (value === undefined) throw new Error(`Everything fits ${JSON.stringify(schema)}`);
  return value;
}

/** Values just beyond what a schema allows. */
export function outOfBounds(document: Document, schema: Schema): readonly unknown[] {
  const shape = shapeOf(document, schema, undefined);
  const beyond: unknown[] = [];
  if (shape.maxLength !== undefined) beyond.push('x'.repeat(shape.maxLength + 1));
  if (shape.minLength !== undefined && shape.minLength > 0) beyond.push('');
  if (shape.pattern !== undefined) beyond.push('no such form');
  if (shape.enum !== undefined) beyond.push('other');
  if (shape.maximum !== undefined && shape.maximum < Number.MAX_SAFE_INTEGER) beyond.push(shape.maximum + 1);
  if (shape.minimum !== undefined && shape.minimum > Number.MIN_SAFE_INTEGER) beyond.push(shape.minimum - 1);
  if (shape.maxItems !== undefined)
    beyond.push(Array.from({ length: shape.maxItems + 1 }, () => leastOf(document, shape.items ?? {})));
  return beyond.filter((value) => !fits(document, shape, value));
}

/** Whether a schema says how much of it there may be at most. */
export function isBounded(document: Document, schema: Schema): boolean {
  const { type, maxLength, pattern, enum: values, const: value, maxItems, maximum } = shapeOf(document, schema, undefined);
  switch (type) {
    case 'string':
      return (maxLength ?? pattern ?? values ?? value) !== undefined;
    case 'array':
      return maxItems !== undefined;
    case 'integer':
    case 'number':
      return maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    default:
      return true;
  }
}

/** The least that fits a schema. */
function leastOf(document: Document, schema: Schema): unknown {
  const shape = shapeOf(document, schema, undefined);
  if (shape.type !== 'object') return 'x';
  return Object.fromEntries((shape.required ?? []).map((name) => [name, leastOf(document, shape.properties?.[name] ?? {})]));
}

/** The example with another value at a place; undefined takes it away. What lies on the way there is made as small as it may be. */
export function withAt(example: Json, path: readonly string[], value: unknown): Json {
  const copy = structuredClone(example);
  let here: Record<string, unknown> = copy;
  for (const [at, name] of path.slice(0, -1).entries()) {
    const isList = /^\d+$/.test(path[at + 1] ?? '');
    here[name] ??= isList ? [] : name === '0' ? { text: 'x' } : {};
    here = here[name] as Record<string, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined) delete here[last];
  else here[last] = value;
  return copy;
}

const partOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const atPath = (value: unknown, path: readonly string[]): unknown => path.reduce(partOf, value);
