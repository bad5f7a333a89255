import { expect, test } from 'vitest';
import { findCycles, importFault, importsOf } from './imports.ts';
import { isTest, readSources, withoutComments } from './source-files.ts';

const sources = readSources();
const imports = sources.flatMap(importsOf);
const faultsIn = (path: string, text: string) => importsOf({ path, text }).flatMap((it) => importFault(it) ?? []);

test('imports go one way, and each package stays behind its adapter', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(imports.length).toBeGreaterThan(sources.length);
  expect(imports.flatMap((it) => importFault(it) ?? [])).toEqual([]);
});

test('every import of an own file names a file that exists, with its ending', () => {
  const paths = new Set(sources.map((file) => file.path));
  const missing = imports.filter((it) => it.own && /\.(ts|tsx|mjs)$|\/[^.]*$/.test(it.target) && !paths.has(it.target));
  expect(missing.map((it) => `${it.from} -> ${it.target}`)).toEqual([]);
});

test('no file imports itself by way of others', () => {
  expect(findCycles(imports).map((ring) => ring.join(' -> '))).toEqual([]);
});

test('the type of the API is imported by exactly one file of the web app, once there is one', () => {
  const takers = imports.filter((it) => it.from.startsWith('web/') && it.target.startsWith('server/'));
  expect(new Set(takers.map((it) => it.from)).size).toBeLessThanOrEqual(1);
});

test('no file only passes on what others define', () => {
  const shipped = sources.filter((file) => !isTest(file.path));
  expect(shipped.length).toBeGreaterThan(10);
  const barrels = shipped.filter((file) => {
    const code = withoutComments(file.text);
    const rest = code.replace(/export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s*from\s*['"][^'"]+['"];?/g, '').trim();
    return /export\s+(type\s+)?\*/.test(code) || (rest === '' && code.trim() !== '');
  });
  expect(barrels.map((file) => file.path)).toEqual([]);
});

test.each([
  ['shared/engine/x.ts', "import { a } from '../../server/jobs/a.ts';"],
  ['shared/engine/x.ts', "import { readFile } from 'node:fs';"],
  ['shared/engine/x.ts', "import { z } from 'zod';"],
  ['server/jobs/x.ts', "import { a } from '../../web/store/a.ts';"],
  ['server/jobs/x.ts', "import type { Kysely } from 'kysely';"],
  ['server/jobs/x.ts', "import Anthropic from '@anthropic-ai/sdk';"],
  ['web/app/X.tsx', "import {\n  liveQuery,\n} from 'dexie';"],
  ['web/app/X.tsx', "const dexie = await import('dexie');"],
  ['web/app/X.tsx', "import { wrap } from 'comlink';"],
  ['web/app/X.tsx', "import { z } from 'zod';"],
  ['web/remote/x.ts', "import { router } from '../../server/router.ts';"],
  ['web/remote/x.ts', "export { router } from '../../server/router.ts';"],
  ['web/engine/x.ts', "import '../../server/main.ts';"],
  ['server/model/x.ts', "import { startFakeProvider } from '../../e2e/fixtures/provider/fake-provider.ts';"],
])('a planted import in %s is found: %s', (path, text) => {
  expect(faultsIn(path, text)).toHaveLength(1);
});

test.each([
  ['web/remote/client.ts', "import type { AppRouter } from '../../server/router.ts';"],
  ['web/store/device-store.ts', "import Dexie from 'dexie';"],
  ['shared/kernel/hash.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
  ['shared/engine/x.test.ts', "import { expect } from 'vitest';"],
  ['server/model/x.test.ts', "import { startFakeProvider } from '../../e2e/fixtures/provider/fake-provider.ts';"],
  ['shared/engine/x.ts', "// import { a } from '../../server/a.ts';"],
])('a rightful import in %s is left alone: %s', (path, text) => {
  expect(faultsIn(path, text)).toEqual([]);
});

test('a planted ring of imports is found', () => {
  const ring = [
    { path: 'shared/a.ts', text: "import { b } from './b.ts';" },
    { path: 'shared/b.ts', text: "import type { a } from './a.ts';" },
  ];
  expect(findCycles(ring.flatMap(importsOf))).toEqual([['shared/a.ts', 'shared/b.ts', 'shared/a.ts']]);
});
