import { briefHash } from '../../shared/kernel/brand.ts';
import type { Done } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';

/** As much as a person types in one sitting, and more. */
const triedChars = 64 * 1024;

/** Writes something of some size and takes it back, in one transaction: whether it goes well says whether there is room. */
export const tryStorage = (deps: ActionDeps): Done =>
  act(deps, async ({ tx }) => {
    const hash = briefHash(deps.newId());
    await tx.putBrief(hash, { kind: 'none', recipe: 1, title: '', input: 'x'.repeat(triedChars) });
    await deps.database.briefs.delete(hash);
  });
