import type { IdentityTables } from './identity-tables.ts';
import type { StoreTables } from './store-tables.ts';

/** All tables of the server's database. */
export type Tables = IdentityTables & StoreTables;
