import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';

/** The owner is whoever runs this server; there is one. Everybody else is a person. */
export type Role = 'owner' | 'person';

/** What a token lets a program do: read jobs, or read, make and steer them. */
export const scopes = ['jobs:read', 'jobs:write'] as const;
export type Scope = (typeof scopes)[number];

/** The tables of the migrations `0002-identity` and `0008-programs`, as far as our own queries touch them. Times in ms since 1970 unless said. */
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
    /** What it is spoken of by; says nothing of the token. */
    readonly id: string;
    readonly accountId: AccountId;
    readonly name: string;
    readonly scope: Scope;
    readonly createdAt: Millis;
    readonly lastUsedAt: Millis | null;
    /** Since then it opens nothing. */
    readonly revokedAt: Millis | null;
  };
  /** Pages elsewhere whose scripts may read what `/api` answers, such as `chrome-extension://…`. */
  readonly allowed_origins: { readonly origin: string; readonly addedAt: Millis };
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
