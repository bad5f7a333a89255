import { posix } from 'node:path';
import { isTest, type SourceFile, withoutComments } from './source-files.ts';

/** One import of a file. `target` is a path from the root for the project's own files, else the package or `node:` module as written. */
export type Import = {
  readonly from: string;
  readonly target: string;
  readonly own: boolean;
  /** Erased before it runs. */
  readonly typeOnly: boolean;
  /** What stands between `import` and `from`; empty for a dynamic or bare one. */
  readonly names: string;
};

const statement = /(?:^|[\n;])\s*(import|export)\s+(type\s+)?([^'";]*?)\s*from\s*['"]([^'"]+)['"]/g;
const bare = /(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g;
const dynamic = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/** Reads the imports and re-exports of a file, dynamic ones included. */
export function importsOf(file: SourceFile): readonly Import[] {
  const code = withoutComments(file.text);
  const named = [...code.matchAll(statement)].map(([, , type, names = '', spec = '']) =>
    toImport(file, spec, type !== undefined, names),
  );
  const unnamed = [...code.matchAll(bare), ...code.matchAll(dynamic)].map(([, spec = '']) => toImport(file, spec, false, ''));
  return [...named, ...unnamed];
}

function toImport(file: SourceFile, spec: string, typeOnly: boolean, names: string): Import {
  const path = spec.replace(/\?.*$/, '');
  const own = path.startsWith('.');
  const target = own ? posix.normalize(posix.join(posix.dirname(file.path), path)) : path;
  return { from: file.path, target, own, typeOnly, names };
}

/** Who may import whom between the folders. A test may also use the fixtures, the types of any package, and what tests are made with. */
const directions: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  server: ['server', 'shared'],
  web: ['web', 'shared'],
  e2e: ['e2e', 'shared', 'server', 'web', 'scripts'],
  scripts: ['scripts', 'shared'],
};

/** Packages that only some files may import, each with the reason's place in the plan: one adapter, one folder. */
const gates: readonly { readonly packages: RegExp; readonly mayImport: RegExp }[] = [
  { packages: /^dexie/, mayImport: /^web\/store\// },
  { packages: /^@anthropic-ai\/sdk/, mayImport: /^server\/model\/anthropic[a-z-]*\.ts$/ },
  { packages: /^@trpc\/client/, mayImport: /^web\/remote\// },
  { packages: /^@trpc\/server/, mayImport: /^server\// },
  { packages: /^comlink/, mayImport: /^web\/engine\// },
  { packages: /^minisearch/, mayImport: /^web\/search\// },
  { packages: /^(better-sqlite3|kysely)/, mayImport: /^server\/store\// },
  { packages: /^prom-client/, mayImport: /^server\/metrics\// },
  { packages: /^better-auth/, mayImport: /^server\/(identity|store)\// },
  { packages: /^workbox-/, mayImport: /^web\/offline\// },
  {
    packages: /^(react|react-dom|@mantine\/.*|@tanstack\/.*|@tabler\/.*)(\/|$)/,
    mayImport: /^web\/(app\/|client\/|main\.tsx$|store\/live\.ts$|remote\/([a-z]+-)?query\.ts$)/,
  },
  { packages: /^zod$/, mayImport: /^(server|e2e)\// },
];

const testPackages = /^(vitest|fast-check|fake-indexeddb)(\/|$)/;

/** What is wrong with an import; null if nothing is. */
export function importFault(it: Import): string | null {
  const side = it.from.split('/')[0] ?? '';
  if (it.own) return ownFault(it, side);
  if (isTest(it.from) && (it.typeOnly || testPackages.test(it.target))) return null;
  if (side === 'shared' && !/^(zod\/mini|@noble\/hashes\/.*|fractional-indexing)$/.test(it.target))
    return `${it.from} is shared and may not know ${it.target}`;
  if (side === 'web' && it.target.startsWith('node:') && !isTest(it.from))
    return `${it.from} runs in a browser, without ${it.target}`;
  if (side === 'e2e' || side === 'scripts') return null;
  const gate = gates.find((each) => each.packages.test(it.target));
  return gate && !gate.mayImport.test(it.from)
    ? `${it.from} imports ${it.target}, which only ${gate.mayImport.source} may`
    : null;
}

function ownFault(it: Import, side: string): string | null {
  const other = it.target.split('/')[0] ?? '';
  if (directions[side]?.includes(other)) return null;
  if (isTest(it.from) && it.target.startsWith('e2e/fixtures/')) return null;
  const isApi = side === 'web' && it.target === 'server/router.ts' && it.typeOnly && /^\{\s*AppRouter\s*\}$/.test(it.names);
  return isApi ? null : `${it.from} imports ${it.target}: ${side} may not know ${other}`;
}

/** The rings of files that import each other, each as a path that ends where it began. */
export function findCycles(imports: readonly Import[]): readonly (readonly string[])[] {
  const targets = Map.groupBy(
    imports.filter((it) => it.own),
    (it) => it.from,
  );
  const finished = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || finished.has(path)) return;
    for (const next of targets.get(path) ?? []) visit(next.target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}
