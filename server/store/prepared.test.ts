import { expect, test } from 'vitest';
import { type AccountId, accountId, deviceId } from '../../shared/kernel/brand.ts';
import { prepare } from './prepared.ts';
import { openSqlite } from './sqlite.ts';

test('a prepared query is built once and asked with other values each time', async () => {
  let built = 0;
  const selectChanges = prepare((trx, place) => {
    built += 1;
    return trx
      .selectFrom('devices')
      .select('lastChange')
      .where('account', '=', place<AccountId>('account'))
      .limit(place<number>('limit'));
  });
  const db = await openSqlite(':memory:');
  const found = await db.transaction().execute(async (trx) => {
    for (const [at, name] of ['ann', 'bob', 'bob'].entries())
      await trx
        .insertInto('devices')
        .values({ account: accountId(name), device: deviceId(`device${at}`), lastChange: at, name: null })
        .execute();
    return [
      await selectChanges(trx, { account: 'ann', limit: 5 }),
      await selectChanges(trx, { account: 'bob', limit: 5 }),
      await selectChanges(trx, { account: 'bob', limit: 1 }),
    ];
  });
  await db.destroy();
  expect(found).toEqual([[{ lastChange: 0 }], [{ lastChange: 1 }, { lastChange: 2 }], [{ lastChange: 1 }]]);
  expect(built).toBe(1);
});

test('a prepared query that lacks a value is a bug', async () => {
  const selectOne = prepare((trx, place) =>
    trx.selectFrom('jobs').select('id').where('account', '=', place<AccountId>('account')),
  );
  const db = await openSqlite(':memory:');
  await expect(db.transaction().execute((trx) => selectOne(trx, {}))).rejects.toThrow('the value of account is given');
  await db.destroy();
});
