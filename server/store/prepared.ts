import { type Compilable, type CompiledQuery, type RawBuilder, sql, type Transaction } from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import type { Tables } from './tables.ts';

type Value = string | number | null;
type Build<Name extends string, Row> = (trx: Transaction<Tables>, place: <T>(name: Name) => RawBuilder<T>) => Compilable<Row>;

/**
 * A query that is asked all the time. To build it and to put it into words costs more than to run it, so that is done once for each
 * kind of database; afterwards only its values change, each at the place of its name.
 */
export function prepare<Name extends string, Row>(
  build: Build<Name, Row>,
): (trx: Transaction<Tables>, values: Readonly<Record<Name, Value>>) => Promise<readonly Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (trx, values) => {
    // All transactions of a database share what speaks its dialect.
    const { adapter } = trx.getExecutor();
    const query = compiled.get(adapter) ?? build(trx, placeOf).compile();
    compiled.set(adapter, query);
    const parameters = query.parameters.map((each) => (isPlace(each) ? valueAt(each, values) : each));
    return (await trx.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

type Place = { readonly placeOf: string };

const placeOf = <T>(name: string): RawBuilder<T> => sql<T>`${{ placeOf: name } satisfies Place}`;

const isPlace = (parameter: unknown): parameter is Place =>
  typeof parameter === 'object' && parameter !== null && 'placeOf' in parameter;

function valueAt({ placeOf: name }: Place, values: object): unknown {
  const value: unknown = Reflect.get(values, name);
  assert(value !== undefined, `the value of ${name} is given`);
  return value;
}
