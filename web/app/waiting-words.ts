import type { Wait } from './document/block-work.ts';
import { capReachedInWords } from './money-words.ts';
import { spanInWords } from './numbers.ts';
import { type FailureScene, failureInWords, twiceInWords } from './words.ts';

/** Why what is here does not reach the server, if it does not. */
export type Reach = 'no-network' | 'no-room' | 'no-server' | 'refused';

/** What the words for a wait are made of. */
export type WaitScene = FailureScene & {
  readonly now: number;
  readonly reach: Reach;
  /** What the person allows themselves in a month, in dollars; null for no cap. */
  readonly cap: number | null;
};

/** What is waited for, in a sentence that says how it ends. `now` is the server's time, as its ends are. */
export function waitInWords(wait: Wait, scene: WaitScene): string {
  const leftMs = wait.until === null ? null : wait.until - scene.now;
  const again = leftMs === null ? '' : leftMs > 0 ? ` Trying again in ${spanInWords(leftMs)}.` : ' Trying again now.';
  switch (wait.for) {
    case 'offline':
      return outOfReach[scene.reach];
    case 'rate-limit':
      return leftMs === null || leftMs <= 0
        ? `${scene.provider} asks for a pause. It goes on by itself.`
        : `${scene.provider} asks for a pause of ${spanInWords(leftMs)}. It goes on by itself.`;
    case 'retry':
      return `${wait.failure === null ? 'The last try did not succeed.' : failureInWords(wait.failure, scene)}${again}`;
    case 'credits':
      return wait.until === null ? 'Waiting for credits.' : capReachedInWords(wait.until, scene.cap);
    case 'driver':
      return 'Waiting for the device that made it. It goes on when that device is back.';
    case 'person':
      return askInWords(wait.failure, scene);
  }
}

/** Why a person is asked: what happened, and what another try may cost. The sentence for a lost call says both already. */
function askInWords(failure: Wait['failure'], scene: FailureScene): string {
  if (failure?.reason === 'lost') return failureInWords(failure, scene);
  const what = failure === null ? 'The last try broke off and may have been paid for.' : failureInWords(failure, scene);
  return `${what} ${twiceInWords(scene.atRisk)}`;
}

/** Queued, and how many are before it. */
export const queuedInWords = (behind: number): string =>
  behind === 0 ? 'Queued' : `Queued behind ${behind.toLocaleString('en')}`;

const outOfReach: Record<Reach, string> = {
  'no-network': 'You are offline. This starts when the connection is back and Meanwhile is open.',
  'no-room': 'This device has no room left. This starts once there is some and Meanwhile is open.',
  'no-server': 'The server is not reachable. This starts when it is back and Meanwhile is open.',
  refused: 'Not sent yet: the notice at the top of the page says why. This starts when that is settled.',
};
