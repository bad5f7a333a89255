import type { Config } from './config.ts';
import type { ListenError } from './http/http-server.ts';

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

/** Why nobody can reach this server, and what to do. */
export function listenSentence({ host, port }: Pick<Config, 'host' | 'port'>, error: ListenError): string {
  switch (error.type) {
    case 'address_in_use':
      return `Another program already uses port ${port} on ${host}. Set PORT to a free one, such as PORT=${port + 1}.`;
    case 'cannot_listen':
      return `Meanwhile cannot listen on ${host}, port ${port} (${error.code}). Set HOST and PORT to an address of this machine.`;
  }
}
