/** What better-auth calls its tables in our database. The columns keep its names: migration `0002-identity` makes them. */
export const authTables = {
  user: { modelName: 'auth_user' },
  session: { modelName: 'auth_session' },
  account: { modelName: 'auth_account' },
  verification: { modelName: 'auth_verification' },
} as const;
