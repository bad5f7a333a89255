import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sirv from 'sirv';
import { sendError } from './answer.ts';
import type { Handler } from './http-server.ts';
import { answerShared } from './shared-page.ts';

/** Names under `/assets/` carry a hash of what they hold; everything else may change with the next build. */
const isHashed = (path: string): boolean => path.startsWith('/assets/');
const yearSeconds = 31_536_000;

/**
 * Serves the built web app from `dir`: files as they are or as the build compressed them (`.br`, `.gz` beside them), and the page
 * itself for every path that is not a file, so that deep links work. Looks at the disk on each request: a build may replace files
 * while the server runs.
 */
export function createWebApp(dir: string): Handler {
  const files = sirv(dir, {
    dev: true,
    etag: true,
    brotli: true,
    gzip: true,
    single: true,
    ignores: ['^/assets/'],
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', isHashed(path) ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
  return (request, response) => {
    if (!existsSync(join(dir, 'index.html'))) {
      sendError(response, 503, 'not_built', 'The web app is not built yet. Run "npm run build", then reload.');
      return undefined;
    }
    if (request.method === 'POST') return answerShared(readFileSync(join(dir, 'index.html'), 'utf8'), request, response);
    return files(request, response, () => sendError(response, 404, 'not_found', 'There is nothing here.'));
  };
}
