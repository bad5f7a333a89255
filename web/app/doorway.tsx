import './styles.ts';
import { Button, MantineProvider } from '@mantine/core';
import { theme } from './theme.ts';

/** Why the app cannot open yet. */
export type Obstacle =
  /** The first visit needs the server once, to make an account. */
  | { readonly type: 'unreachable' }
  /** A link that was opened is used up or too old. */
  | { readonly type: 'link_refused' }
  /** The device has no room for even the first bytes. */
  | { readonly type: 'storage_full' }
  /** The browser does not let this page keep anything; `detail` is its own word for it. */
  | { readonly type: 'storage_failed'; readonly detail: string };

/** What a person sees instead of the app while it cannot open, with the way out. */
export function Doorway({ obstacle, onTryAgain }: { readonly obstacle: Obstacle; readonly onTryAgain: () => void }) {
  const words = wordsFor[obstacle.type];
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <title>Meanwhile</title>
      <main className="page page-message">
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <Button onClick={onTryAgain}>{words.button}</Button>
        {obstacle.type === 'storage_failed' && obstacle.detail !== '' && (
          <details className="details">
            <summary>Details</summary>
            {obstacle.detail}
          </details>
        )}
      </main>
    </MantineProvider>
  );
}

const wordsFor = {
  unreachable: {
    title: 'Meanwhile cannot reach its server',
    text: 'The first visit needs it once. See that the server runs and that you are connected; after that, Meanwhile opens offline too.',
    button: 'Try again',
  },
  link_refused: {
    title: 'This link cannot be used any more',
    text: 'Each link works once, and only for a while. Run npm run link where the server runs, and open the new one.',
    button: 'Open Meanwhile without it',
  },
  storage_full: {
    title: 'This device has no room left',
    text: 'Meanwhile keeps what you write here before it sends it anywhere, so it needs a little room to begin. Free about 50 MB on this device, then try again. Nothing was lost.',
    button: 'Try again',
  },
  storage_failed: {
    title: 'This browser does not let Meanwhile keep anything',
    text: 'Meanwhile keeps what you write here before it sends it anywhere, so it cannot begin without. A private window, or a setting that blocks site data, can be the reason. Open Meanwhile in an ordinary window, or let this address keep data, then try again.',
    button: 'Try again',
  },
} as const satisfies Record<Obstacle['type'], unknown>;
