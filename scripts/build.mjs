import { runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { ensureServerBuilt } from './setup/server-build.mjs';
import { buildWeb } from './setup/web-build.mjs';

// npm run build: the web app into dist/web, whether its sources changed or not, and the server into dist/server if they did.
await runCommand(async () => {
  await ensureInstalled();
  await buildWeb();
  await ensureServerBuilt();
});
