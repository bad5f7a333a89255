import { ensureServerBuilt } from './server-build.mjs';
import { ensureWebBuilt } from './web-build.mjs';

/**
 * Builds what is started and served, each part only if its sources changed since it was built.
 * @returns {Promise<string>} the server's program.
 */
export async function ensureBuilt() {
  await ensureWebBuilt();
  return ensureServerBuilt();
}
