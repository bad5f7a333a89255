import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a device calls itself, for the person's other devices; null until it has said. */
export const deviceNames: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('devices').addColumn('name', 'text').execute();
  },
};
