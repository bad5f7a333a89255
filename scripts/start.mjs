import { ensureBuilt } from './setup/builds.mjs';
import { become, runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, serverStart } from './setup/project.mjs';

// npm start: from a fresh clone to a running server. The server prints where it can be reached.
await runCommand(async () => {
  await ensureInstalled();
  const server = await ensureBuilt();
  process.env['NODE_COMPILE_CACHE'] ??= serverStart.compileCache;
  become(pinnedNode, [...serverStart.flags, server]);
});
