import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { ProgramStore } from '../store/program-store.ts';

/** Why an origin was not added. */
export type OriginRefused = { readonly type: 'not_an_origin' } | { readonly type: 'too_many_origins'; readonly max: number };

/** The origins whose pages may call `/api` from a browser: none until the owner lists one. */
export type Origins = {
  readonly list: () => Promise<readonly string[]>;
  /** Adds what a person typed, put into the form that browsers send; gives that form. */
  readonly add: (typed: string) => Promise<Result<string, OriginRefused>>;
  readonly remove: (origin: string) => Promise<void>;
  /** True for the `Origin` of a page that is listed. */
  readonly allows: (origin: string) => Promise<boolean>;
};

const maxOrigins = 50;
const form = /^(https?|chrome-extension|moz-extension|safari-web-extension):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?\/?$/;

/** Which other pages the owner trusts to read what their tokens open. A list, never a pattern: each page is one that was meant. */
export function createOrigins({ store, clock }: { readonly store: ProgramStore; readonly clock: Clock }): Origins {
  return {
    list: store.origins,
    add: async (typed) => {
      const origin = asSent(typed);
      if (origin === null) return err({ type: 'not_an_origin' });
      const known = await store.origins();
      if (known.length >= maxOrigins && !known.includes(origin)) return err({ type: 'too_many_origins', max: maxOrigins });
      await store.addOrigin(origin, clock.now());
      return ok(origin);
    },
    remove: store.removeOrigin,
    allows: async (origin) => (await store.origins()).includes(origin),
  };
}

/** An origin as browsers write it; null for what is none, such as an address with a path, or `*`. */
function asSent(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  if (!form.test(text)) return null;
  if (!text.startsWith('http')) return text.replace(/\/$/, '');
  return URL.parse(text)?.origin ?? null;
}
