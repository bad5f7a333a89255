/** `npm run link`: prints a link that signs one browser in to the owner's account, once, within 15 minutes. */
import { httpOrigin } from '../http/loopback.ts';
import { readServerAddress } from '../store/lock.ts';
import { runCommand } from './command.ts';
import { issueLink } from './issue.ts';

await runCommand((deps, config) => {
  const origin = config.publicOrigin ?? readServerAddress(config.dataDir) ?? httpOrigin(config.host, config.port);
  return issueLink(deps, origin);
});
