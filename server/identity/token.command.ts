/** `npm run token [-- --name x] [--scope jobs:read]`: prints a new bearer token of the owner's account. */
import { parseArgs } from 'node:util';
import { scopes } from '../store/identity-tables.ts';
import { fail, runCommand } from './command.ts';
import { issueToken } from './issue.ts';
import { maxTokenNameChars, type TokenWish } from './tokens.ts';

const usage = `Usage: npm run token -- --name "what it is for" (up to ${maxTokenNameChars} characters) --scope ${scopes.join('|')}`;

const wanted = readWish(process.argv.slice(2));
if (wanted === null) fail(usage);
else await runCommand((deps) => issueToken(deps, wanted));

/** What is asked for; null for what this command does not take. Without a word: a token that may do everything. */
function readWish(args: string[]): TokenWish | null {
  try {
    const { values } = parseArgs({ args, options: { name: { type: 'string' }, scope: { type: 'string' } } });
    const name = (values.name ?? 'token').trim();
    const scope = scopes.find((each) => each === (values.scope ?? 'jobs:write'));
    return name === '' || name.length > maxTokenNameChars || scope === undefined ? null : { name, scope };
  } catch {
    return null;
  }
}
