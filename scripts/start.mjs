import { join } from 'node:path';
import { become, runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, root } from './setup/project.mjs';
import { ensureBuilt } from './setup/web-build.mjs';

// npm start: from a fresh clone to a running server. The server prints where it can be reached.
await runCommand(async () => {
  await ensureInstalled();
  await ensureBuilt();
  // A young generation of 2 MB and compiled code from disk: about 30 MB less of an idle server, and a faster start.
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules', '.cache', 'node');
  become(pinnedNode, ['--max-semi-space-size=2', 'server/main.ts']);
});
