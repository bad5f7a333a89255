import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';
import { filesIn } from './publish.mjs';

/**
 * Names sources by their content, the tests among them left out: 12 hex digits, the id of what is built from them.
 * @param {readonly string[]} inputs files and folders of the project.
 */
export function sourcesId(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesIn(join(root, input)).filter((name) => !/\.test\.tsx?$/.test(name))) {
      hash.update(`${input}/${file}\0`);
      hash.update(readFileSync(join(root, input, file)));
      hash.update('\0');
    }
  }
  return hash.digest('hex').slice(0, 12);
}
