import { expect, test } from 'vitest';
import { planted, plantedNames } from '../simulation/planted.ts';
import { edited } from '../simulation/source-edits.ts';
import { importsOf } from './imports.ts';
import { placeOf, readSources, type SourceFile, withoutComments } from './source-files.ts';

/** The simulation is worth something only as far as it runs the shipped code: it may not bring its own version of what it proves. */
const name =
  '(?:transition|nextAction|accept|claim|settle|lease|renew|apply|finish|merge)(?:Job|Step|Call|Lease|Result|Output|Progress|Changes?)?';
const lambda = '(?:async\\s*)?(?:function\\b|\\w+\\s*=>|\\((?:[^()]|\\([^()]*\\))*\\)\\s*(?::[^=\\n]+)?=>)';
const shipped = new RegExp(
  `\\bfunction\\s*\\*?\\s*${name}\\s*[<(]|\\b(?:const|let)\\s+${name}\\s*(?::[^=\\n]+)?=\\s*${lambda}`,
  'g',
);

function ownVersionsIn(file: SourceFile): readonly string[] {
  const code = { ...file, text: withoutComments(file.text) };
  return [...code.text.matchAll(shipped)].map((match) => `${placeOf(code, match.index)} ${match[0]}`);
}

const sources = readSources();
const files = sources.filter((file) => file.path.startsWith('e2e/simulation/'));

test('the simulation defines no transition, claim, lease, apply or finish of its own', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap(ownVersionsIn)).toEqual([]);
});

test('the simulation runs the shipped engine, ledger, jobs and sync', () => {
  const targets = files
    .flatMap(importsOf)
    .filter((it) => !it.typeOnly)
    .map((it) => it.target);
  const unused = ['shared/engine/', 'shared/sync/', 'server/ledger/', 'server/jobs/', 'server/store/'].filter(
    (folder) => !targets.some((target) => target.startsWith(folder)),
  );
  expect(unused).toEqual([]);
});

test.each([
  'function transition(job: Job) {}',
  'const claimCall = async () => {};',
  'export function applyResult() {}',
  'const lease = (job: Job): Lease => ({ job });',
])('a planted version is found: %s', (text) => {
  expect(ownVersionsIn({ path: 'e2e/simulation/x.ts', text })).toHaveLength(1);
});

test.each([
  'const claimed = 3;',
  'const lease = (await world.leases()).find((it) => it.job === job);',
  "import { transition } from '../../shared/engine/transition.ts';",
  'world.finish(job);',
])('left alone: %s', (text) => {
  expect(ownVersionsIn({ path: 'e2e/simulation/x.ts', text })).toEqual([]);
});

test.each(plantedNames)('what is planted as "%s" still fits the source exactly once', (name) => {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  for (const change of planted(name).edits) {
    const source = texts.get(change.file);
    expect(source, change.file).toBeDefined();
    texts.set(change.file, edited(source ?? '', change));
  }
});
