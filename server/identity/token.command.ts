/** `npm run token [-- --name x]`: prints a new bearer token of the owner's account. */
import { fail, runCommand } from './command.ts';
import { issueToken } from './issue.ts';

const usage = 'Usage: npm run token -- --name "what it is for" (up to 100 characters)';

const name = readName(process.argv.slice(2));
if (name === null) fail(usage);
else await runCommand((deps) => issueToken(deps, name));

function readName(args: readonly string[]): string | null {
  const [flag, value, ...rest] = args;
  if (flag === undefined) return 'token';
  const given = value?.trim() ?? '';
  return flag === '--name' && given !== '' && given.length <= 100 && rest.length === 0 ? given : null;
}
