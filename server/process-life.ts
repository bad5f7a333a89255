import type { Config } from './config.ts';
import type { ListenError } from './http/http-server.ts';
import type { Log } from './log.ts';

/** Stops in good order at the first signal, at once at the second. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/**
 * Ends the process, with code 1, at an error that nothing has caught: what is on the disk is whole, and the next start goes on from it.
 * Node would do so too, but would print the error with its words, which may be those of a document.
 */
export function endOnBug(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error({ error }, 'A bug ended the server. Start it again: every job goes on from what is on the disk.');
    process.exit(1);
  });
}

/** Why nobody can reach this server, and what to do. */
export function listenSentence({ host, port }: Pick<Config, 'host' | 'port'>, error: ListenError): string {
  switch (error.type) {
    case 'address_in_use':
      return `Another program already uses port ${port} on ${host}. Set PORT to a free one, such as PORT=${port + 1}.`;
    case 'cannot_listen':
      return `Meanwhile cannot listen on ${host}, port ${port} (${error.code}). Set HOST and PORT to an address of this machine.`;
  }
}
