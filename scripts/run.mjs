import { join } from 'node:path';
import { ensureChromium } from './setup/browser.mjs';
import { ensureBuilt } from './setup/builds.mjs';
import { become, runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, root } from './setup/project.mjs';

// run.mjs [--build] [--browser] <a TypeScript file or an installed tool> [its arguments]: runs it on the pinned Node, on a fresh clone too.
await runCommand(async () => {
  const args = process.argv.slice(2);
  const target = args.findIndex((arg) => !arg.startsWith('--'));
  const needs = args.slice(0, target);
  const [program = '', ...rest] = args.slice(target);
  await ensureInstalled();
  if (needs.includes('--build')) await ensureBuilt();
  if (needs.includes('--browser')) process.env['CHROMIUM'] = await ensureChromium();
  if (program.endsWith('.ts')) become(pinnedNode, [program, ...rest]);
  else become(join(root, 'node_modules', '.bin', program), rest);
});
