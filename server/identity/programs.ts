import { createOrigins, type Origins } from './origins.ts';
import { createTokens, type Tokens, type TokensDeps } from './tokens.ts';

/** Which programs get in: by a token that a person made, and from pages of origins that the owner listed. */
export type Programs = { readonly tokens: Tokens; readonly origins: Origins };

/** Both over one store. */
export const createPrograms = (deps: TokensDeps): Programs => ({ tokens: createTokens(deps), origins: createOrigins(deps) });
