import { runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, toolEnv } from './setup/project.mjs';
import { runStep } from './setup/step.mjs';

const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.client.config.ts', '--logLevel', 'warn'];

// npm run client: the client for other pages into dist/client, with its types, and the page that embeds it into dist/example.
await runCommand(async () => {
  await ensureInstalled();
  await build('the client', [...vite, '--mode', 'client']);
  await build('its types', ['node_modules/typescript/bin/tsc', '-p', 'web/client/tsconfig.json']);
  await build('the example', [...vite, '--mode', 'example']);
});

/**
 * One step, said in a line.
 * @param {string} what
 * @param {string[]} args
 */
function build(what, args) {
  return runStep({
    doing: `Building ${what}`,
    done: `Built ${what}`,
    failed: `${what[0]?.toUpperCase()}${what.slice(1)} could not be built (the words of the tool are above).`,
    command: pinnedNode,
    args,
    env: { ...toolEnv(), NODE_ENV: 'production' },
    limitMs: 5 * 60_000,
  });
}
