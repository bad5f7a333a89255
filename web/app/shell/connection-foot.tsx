import { IconCloudCheck, IconCloudOff, IconDeviceLaptop, IconPlugConnectedX } from '@tabler/icons-react';
import { useWaitingChanges } from '../../store/live.ts';
import { usePorts } from '../ports-context.tsx';
import { useNow } from '../time-hooks.ts';
import { useConnection, useIsOnline, useStorageHealth } from './connection.ts';
import { connectionInWords } from './connection-words.ts';

const icons = {
  synced: IconCloudCheck,
  saved: IconDeviceLaptop,
  offline: IconCloudOff,
  trouble: IconPlugConnectedX,
} as const;

/** Where what a person wrote is right now. */
export function ConnectionFoot() {
  const { engine } = usePorts();
  const connection = useConnection();
  const isOnline = useIsOnline();
  const isFull = useStorageHealth().type === 'full';
  const waiting = useWaitingChanges() ?? 0;
  const now = useNow(connection.type === 'unreachable' ? 1_000 : null);
  const words = connectionInWords(connection, { isOnline, isFull, waiting, now });
  const Icon = icons[words.tone];
  return (
    <div className="foot" data-tone={words.tone} title={words.text}>
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <span className="foot-short" aria-hidden="true">
        {words.short}
      </span>
      <span className="foot-text">{words.text}</span>
      {words.canTryNow && (
        <button type="button" className="link-button foot-try" onClick={engine.nudge}>
          Try now
        </button>
      )}
    </div>
  );
}
