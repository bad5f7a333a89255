import type { Connection } from '../../../shared/device/connection.ts';
import { counted, spanInWords } from '../numbers.ts';

/** How the connection stands, in the words of the sidebar's foot. `tone` chooses icon and colour. */
export type ConnectionWords = {
  readonly tone: 'synced' | 'saved' | 'offline' | 'trouble';
  readonly text: string;
  readonly canTryNow: boolean;
};

/** Tells the truth about where what a person wrote is: always on this device, and on the server or not yet. */
export function connectionInWords(
  connection: Connection,
  at: { readonly isOnline: boolean; readonly waiting: number; readonly now: number },
): ConnectionWords {
  const waiting = at.waiting > 0 ? `, ${counted(at.waiting, 'change')} waiting` : '';
  if (connection.type === 'refused') return { tone: 'trouble', text: refusals[connection.reason], canTryNow: false };
  if (connection.type === 'online')
    return at.waiting > 0
      ? { tone: 'saved', text: 'Saved on this device', canTryNow: false }
      : { tone: 'synced', text: 'Synced', canTryNow: false };
  if (!at.isOnline) return { tone: 'offline', text: `Offline${waiting}`, canTryNow: false };
  if (connection.type === 'connecting') return { tone: 'saved', text: 'Saved on this device', canTryNow: false };
  const left = connection.retryAt - at.now;
  const next = left > 0 ? `trying again in ${spanInWords(left)}` : 'trying again';
  return { tone: 'trouble', text: `Server not reachable, ${next}`, canTryNow: left > 0 };
}

const refusals = {
  signed_out: 'Signed out, saved on this device',
  wrong_account: 'Signed in as someone else',
  too_old: 'Reload to sync, saved on this device',
} as const;
