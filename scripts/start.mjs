import { become, runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, serverStart } from './setup/project.mjs';
import { ensureBuilt } from './setup/web-build.mjs';

// npm start: from a fresh clone to a running server. The server prints where it can be reached.
await runCommand(async () => {
  await ensureInstalled();
  await ensureBuilt();
  process.env['NODE_COMPILE_CACHE'] ??= serverStart.compileCache;
  become(pinnedNode, [...serverStart.flags, 'server/main.ts']);
});
