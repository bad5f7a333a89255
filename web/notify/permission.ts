import type { Alerts } from '../ports.ts';

/** Whether this browser may show notifications of ours. */
export function readPermission(): ReturnType<Alerts['permission']> {
  if (!('Notification' in globalThis) || !('serviceWorker' in navigator)) return 'unsupported';
  switch (Notification.permission) {
    case 'granted':
      return 'on';
    case 'denied':
      return 'denied';
    case 'default':
      return 'off';
  }
}

/** Asks the person; only inside their click. One who closes the question has not allowed it. */
export async function askPermission(): Promise<'on' | 'denied' | 'unsupported'> {
  if (readPermission() === 'unsupported') return 'unsupported';
  return (await Notification.requestPermission()) === 'granted' ? 'on' : 'denied';
}
