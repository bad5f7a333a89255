import { randomBytes, randomInt } from 'node:crypto';
import type { NewId, Random } from '../shared/kernel/random.ts';
import type { NewSecret } from './identity/tokens.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids of 22 characters: 131 bits, from the system's own source. */
export const systemNewId: NewId = () => Array.from({ length: 22 }, () => letters[randomInt(letters.length)]).join('');

/** Secrets of 256 bits, from the system's own source. */
export const systemNewSecret: NewSecret = () => randomBytes(32).toString('base64url');

/** Numbers from the system's own source; not for secrets. */
export const systemRandom: Random = Math.random;
