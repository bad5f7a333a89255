import type { Connection } from '../../../shared/device/connection.ts';
import { counted, spanInWords } from '../numbers.ts';

/** How the connection stands, in the words of the sidebar's foot. `tone` chooses icon and colour. */
export type ConnectionWords = {
  readonly tone: 'synced' | 'saved' | 'offline' | 'trouble';
  readonly text: string;
  /** One or two words, for where there is no room. */
  readonly short: string;
  readonly canTryNow: boolean;
};

/** Tells the truth about where what a person wrote is: on this device unless that is full, and on the server or not yet. */
export function connectionInWords(
  connection: Connection,
  at: { readonly isOnline: boolean; readonly isFull: boolean; readonly waiting: number; readonly now: number },
): ConnectionWords {
  const waiting = at.waiting > 0 ? `, ${counted(at.waiting, 'change')} waiting` : '';
  if (connection.type === 'refused') return { tone: 'trouble', ...refusals[connection.reason], canTryNow: false };
  // What cannot be stored is not fetched either, so nothing is known of the server.
  if (at.isFull) return { tone: 'trouble', text: 'No room left on this device', short: 'No room', canTryNow: false };
  if (connection.type === 'online')
    return at.waiting > 0 ? saved : { tone: 'synced', text: 'Synced', short: 'Synced', canTryNow: false };
  if (!at.isOnline) return { tone: 'offline', text: `Offline${waiting}`, short: 'Offline', canTryNow: false };
  if (connection.type === 'connecting') return saved;
  const left = connection.retryAt - at.now;
  const next = left > 0 ? `trying again in ${spanInWords(left)}` : 'trying again';
  return { tone: 'trouble', text: `Server not reachable, ${next}`, short: 'No server', canTryNow: left > 0 };
}

const saved: ConnectionWords = { tone: 'saved', text: 'Saved on this device', short: 'Saved', canTryNow: false };

const refusals = {
  signed_out: { text: 'Signed out, saved on this device', short: 'Signed out' },
  wrong_account: { text: 'Signed in as someone else', short: 'Reload' },
  too_old: { text: 'Reload to sync, saved on this device', short: 'Reload' },
} as const;
