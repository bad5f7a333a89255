import type { IdentityTables } from './identity-tables.ts';

/** All tables of the server's database. */
export type Tables = IdentityTables;
