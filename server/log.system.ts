import pino from 'pino';
import type { Log } from './log.ts';
import { loggedError } from './logged-error.ts';

/** One line of JSON for each event, on stderr: stdout is for what the person who started the server reads. */
export function createSystemLog(): Log {
  const out = pino.destination({ dest: 2, sync: true });
  const logger = pino({ level: 'info', base: null, serializers: { error: loggedError } }, out);
  return {
    info: (fields, message) => logger.info(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
