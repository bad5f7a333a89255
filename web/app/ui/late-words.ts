/** Why something of the app itself did not come, as far as this device can tell. */
export type Missing = 'no-network' | 'no-server' | 'not-sent';

/** Why, and what happens next. */
export function lateInWords(why: Missing, isRetrying: boolean): string {
  if (isRetrying) return 'Trying again …';
  switch (why) {
    case 'no-network':
      return 'You are offline. It comes by itself when the connection is back.';
    case 'no-server':
      return 'The server cannot be reached just now. It comes by itself when the server is back.';
    case 'not-sent':
      return 'The server did not send it. If it does not come on another try, reload the page: what you wrote is saved first.';
  }
}

/** Two texts were to be merged, and what merges them did not come. */
export const mergeIsMissing =
  'What merges the two texts could not be loaded. Nothing was changed: press Merge again when the connection is back.';
