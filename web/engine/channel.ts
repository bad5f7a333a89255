import type { Connection } from '../../shared/device/connection.ts';
import type { StorageHealth } from '../ports.ts';

/** What engines of one account say to each other: of two builds, or one a tab where there is no SharedWorker. Only one runs. */
export type EngineMessage =
  /** A worker asks the running one to let it run. */
  | { readonly type: 'yield'; readonly build: string; readonly start: number }
  /** The answer of a running one that is as good: the asker waits for its end. */
  | { readonly type: 'stay' }
  /** One that does not run passes on what its tabs say. */
  | { readonly type: 'changed' }
  | { readonly type: 'nudge' }
  /** One that does not run asks how things are. */
  | { readonly type: 'ask' }
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'storage'; readonly health: StorageHealth };

export type EngineChannel = {
  readonly post: (message: EngineMessage) => void;
  readonly subscribe: (listener: (message: EngineMessage) => void) => () => void;
};

const types: ReadonlySet<unknown> = new Set<EngineMessage['type']>([
  'yield',
  'stay',
  'changed',
  'nudge',
  'ask',
  'connection',
  'storage',
]);

/** Opens the channel of that name. A message that this build does not know is not heard. */
export function openEngineChannel(name: string): EngineChannel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    subscribe: (listener) => {
      const heard = ({ data }: MessageEvent<unknown>) => {
        const message = parse(data);
        if (message !== null) listener(message);
      };
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
  };
}

function parse(data: unknown): EngineMessage | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || !types.has(data.type)) return null;
  return data as EngineMessage;
}
