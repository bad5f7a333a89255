import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAnother } from '../fixtures/builds.ts';

export type FreshBuild = { readonly folder: string; readonly id: string };

let made: Promise<FreshBuild> | null = null;

/** Another build of the same sources, made once in a process and taken away at its end. */
export function anotherBuild(): Promise<FreshBuild> {
  made ??= make();
  return made;
}

async function make(): Promise<FreshBuild> {
  const own = mkdtempSync(join(tmpdir(), 'meanwhile-build-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  const build = { folder: join(own, 'web'), id: 'abcdef012345' };
  await buildAnother(build.folder, build.id);
  return build;
}
