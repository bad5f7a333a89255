import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { store } from './0001-store.ts';
import { identity } from './0002-identity.ts';
import { api } from './0003-api.ts';
import { totals } from './0004-totals.ts';
import { boots } from './0005-boots.ts';
import { spending } from './0007-spending.ts';
import { programs } from './0008-programs.ts';
import { deviceNames } from './0009-device-names.ts';
import { endedJobs } from './0010-ended-jobs.ts';
import { upkeep } from './0011-upkeep.ts';
import { restores } from './0012-restores.ts';

/** Every change to the tables, in order. Additive once released. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-store': store,
  '0002-identity': identity,
  '0003-api': api,
  '0004-totals': totals,
  '0005-boots': boots,
  '0007-spending': spending,
  '0008-programs': programs,
  '0009-device-names': deviceNames,
  '0010-ended-jobs': endedJobs,
  '0011-upkeep': upkeep,
  '0012-restores': restores,
};

/** Brings the tables up to date, all or nothing. Two processes may call it at once: the second waits, then finds nothing to do. */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateToLatest();
    await (error === undefined ? sql`commit` : sql`rollback`).execute(connection);
    if (error !== undefined) throw error;
  });
}
