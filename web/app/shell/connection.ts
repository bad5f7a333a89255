import { useSyncExternalStore } from 'react';
import type { Connection } from '../../../shared/device/connection.ts';
import type { StorageHealth } from '../../ports.ts';
import { usePorts } from '../ports-context.tsx';
import type { Reach } from '../waiting-words.ts';

/** How this device stands to the server, as the engine knows it. */
export function useConnection(): Connection {
  const { engine } = usePorts();
  return useSyncExternalStore(engine.onConnection, engine.connection);
}

/** Whether this device can keep what is written. */
export function useStorageHealth(): StorageHealth {
  const { engine } = usePorts();
  return useSyncExternalStore(engine.onStorage, engine.storage);
}

/** Whether the browser believes that there is a network. */
export const useIsOnline = (): boolean => useSyncExternalStore(watchNetwork, () => navigator.onLine);

function watchNetwork(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

/** Why what is here does not reach the server; of use only while it does not. */
export function useReach(): Reach {
  const connection = useConnection();
  const isOnline = useIsOnline();
  const isFull = useStorageHealth().type === 'full';
  if (connection.type === 'refused') return 'refused';
  if (!isOnline) return 'no-network';
  return isFull ? 'no-room' : 'no-server';
}

/** Whether a newer version of the app waits to be used. */
export function useIsUpdateReady(): boolean {
  const { updates } = usePorts();
  return useSyncExternalStore(updates.onReady, updates.isReady);
}

/** Whether the newer version has taken the storage over, so that nothing can be written here before a reload. */
export function useIsReloadNeeded(): boolean {
  const { updates } = usePorts();
  return useSyncExternalStore(updates.onReady, updates.isNeeded);
}
