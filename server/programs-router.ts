import { z } from 'zod/mini';
import { idOf } from '../shared/records/records.ts';
import { refusal } from './errors.ts';
import type { Programs } from './identity/programs.ts';
import { maxTokenNameChars } from './identity/tokens.ts';
import { scopes } from './store/identity-tables.ts';
import { ownerOnly, router, signedIn } from './trpc.ts';

const tokenSchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(maxTokenNameChars)),
  scope: z.enum(scopes),
});
const originSchema = z.object({ origin: z.string().check(z.maxLength(300)) });

/** Programs that may come in, and pages elsewhere that may use what they bring, as the settings show and change them. */
export const programsRouter = ({ tokens, origins }: Programs) =>
  router({
    tokens: signedIn.query(({ ctx }) => tokens.list(ctx.account)),
    /** The token is in this answer and nowhere else. */
    makeToken: signedIn.input(tokenSchema).mutation(async ({ ctx, input }) => {
      const made = await tokens.make(ctx.account, input);
      return made.ok ? made.value : made.error;
    }),
    revokeToken: signedIn.input(z.object({ id: idOf() })).mutation(async ({ ctx, input }) => {
      if (!(await tokens.revoke(ctx.account, input.id))) throw refusal('not_found');
    }),
    /** Null for everybody but the owner, who alone may list some. */
    origins: signedIn.query(({ ctx }) => (ctx.session.role === 'owner' ? origins.list() : null)),
    addOrigin: ownerOnly.input(originSchema).mutation(async ({ input }) => {
      const added = await origins.add(input.origin);
      return added.ok ? { type: 'added' as const, origin: added.value } : added.error;
    }),
    removeOrigin: ownerOnly.input(originSchema).mutation(({ input }) => origins.remove(input.origin)),
  });
