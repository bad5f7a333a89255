import type { AccountId } from '../../shared/kernel/brand.ts';

/** The owner is whoever runs this server; there is one. Everybody else is a person. */
export type Role = 'owner' | 'person';

/** The tables of migration `0002-identity`, as far as our own queries touch them. Times in ms since 1970 unless said. */
export type IdentityTables = {
  readonly accounts: {
    readonly id: AccountId;
    readonly role: Role;
    readonly createdAt: number;
    /** When a browser first signed in to it; null for an owner that only a token or a link made. */
    readonly claimedAt: number | null;
    /** SHA-256 of the key that the claiming browser keeps; null for one claimed by a link. */
    readonly claimKey: string | null;
  };
  readonly tokens: {
    /** SHA-256 of the token, in hex: the token itself is shown once and kept nowhere. */
    readonly hash: string;
    readonly accountId: AccountId;
    readonly name: string;
    readonly createdAt: number;
    readonly lastUsedAt: number | null;
  };
  readonly links: {
    /** SHA-256 of the link's secret part, in hex. */
    readonly hash: string;
    readonly accountId: AccountId;
    readonly expiresAt: number;
  };
  readonly auth_secret: {
    readonly id: 1;
    /** Signs the session cookies of this data folder. */
    readonly secret: string;
  };
  readonly auth_user: {
    /** The account's id. */
    readonly id: AccountId;
    readonly name: string;
    readonly email: string;
    readonly emailVerified: 0 | 1;
    /** ISO 8601, as better-auth writes it. */
    readonly createdAt: string;
    readonly updatedAt: string;
  };
};
