import { wrap } from 'comlink';
import type { EngineApi } from './api.ts';
import type { OpenWorker } from './life.ts';
import workerUrl from './main.ts?sharedworker&url';

/** Where the browser has no SharedWorker, each tab has a worker of its own. Decided by what is there, once, never by a timeout. */
export const hasSharedWorker = (): boolean => typeof SharedWorker === 'function';

/** The engine's worker as one for all tabs; it outlives a reload of the only tab where the browser can do that. */
export const openSharedWorker: OpenWorker = (name) => {
  const options = { type: 'module', name, extendedLifetime: true } as const;
  const worker = new SharedWorker(workerUrl, options);
  return { api: wrap<EngineApi>(worker.port), failed: failureOf(worker), close: () => worker.port.close() };
};

/** The same module as this tab's own worker. */
export const openOwnWorker: OpenWorker = (name) => {
  const worker = new Worker(workerUrl, { type: 'module', name });
  return { api: wrap<EngineApi>(worker), failed: failureOf(worker), close: () => worker.terminate() };
};

function failureOf(worker: EventTarget): Promise<never> {
  const failed = new Promise<never>((_resolve, reject) => {
    worker.addEventListener('error', () => reject(new Error('The engine could not be loaded')), { once: true });
  });
  // Once the engine has answered nobody waits for this any more.
  failed.catch(() => {});
  return failed;
}
