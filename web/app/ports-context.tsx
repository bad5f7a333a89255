import { createContext, useContext } from 'react';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Actions, Alerts, EngineClient, Search, SignIn, UnsavedWords, Updates } from '../ports.ts';

/** All that the screens may use of the rest of the browser's side, beside the live rows and the server's answers. */
export type AppPorts = {
  readonly actions: Actions;
  readonly search: Search;
  readonly engine: EngineClient;
  readonly alerts: Alerts;
  readonly updates: Updates;
  readonly signIn: SignIn;
  /** The page goes: keeps what was typed and is not saved, so that the next one saves it. */
  readonly keepUnsaved: (words: readonly UnsavedWords[]) => void;
  readonly clock: Clock;
  readonly sleep: Sleep;
};

/** Holds the ports; provided once, by `App`. */
export const PortsContext = createContext<AppPorts | null>(null);

/** The ports, anywhere below `App`. */
export function usePorts(): AppPorts {
  const ports = useContext(PortsContext);
  if (ports === null) throw new Error('No App around this component');
  return ports;
}
