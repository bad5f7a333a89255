import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/* Where this program is at home: the project around it, whether it runs from its sources or from what they are built into. */

const manifestFile = findPackageJSON(import.meta.url) ?? 'package.json';
const manifest: { readonly version: string } = JSON.parse(readFileSync(manifestFile, 'utf8'));

/** The product's version, such as `0.1.0`. */
export const version = manifest.version;

/** The built web app; not there in development. */
export const webDir = join(dirname(manifestFile), 'dist', 'web');
