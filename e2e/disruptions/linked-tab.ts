import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { pinnedNode, root } from '../../scripts/setup/project.mjs';
import { openTab } from '../fixtures/open-world.ts';
import type { Scene } from './scene.ts';

const run = promisify(execFile);

/** Another browser profile, which a link of `npm run link` signed in to the same account; it has opened no document yet. */
export async function openLinkedProfile(scene: Scene): Promise<Page> {
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: scene.world.dataDir };
  const { stdout } = await run(pinnedNode, ['server/identity/link.command.ts'], { cwd: root, env });
  const link = new URL(stdout.trim());
  const page = await openTab(await scene.openContext(), scene.world.address(`${link.pathname}${link.hash}`));
  await page.waitForURL(scene.world.address('/'));
  await page.getByRole('main').waitFor();
  return page;
}
