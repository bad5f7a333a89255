import '../styles.ts';
import { Button, MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { counted } from '../numbers.ts';
import { theme } from '../theme.ts';
import { type LinkTrouble, linkTroubleInWords } from './link-words.ts';

type LinkPageProps = {
  /** How many documents this browser has of its own. */
  readonly documents: number;
  /** Moves them and signs in; null once the page is being left. */
  readonly move: () => Promise<LinkTrouble | null>;
  /** Signs in without them. */
  readonly leave: () => Promise<LinkTrouble | null>;
  /** Does not use the link. */
  readonly stay: () => void;
};

/** Asked once a link leads to another account than that of the documents that are here. Nothing is changed before a person answers. */
export function LinkPage({ documents, move, leave, stay }: LinkPageProps) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const run = async (answer: LinkPageProps['move']) => {
    setBusy(true);
    setSaid('Asking the server …');
    const trouble = await answer();
    if (trouble === null) return;
    setSaid(linkTroubleInWords(trouble));
    setBusy(false);
  };
  const them = documents === 1 ? 'it' : 'them';
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <title>Meanwhile</title>
      <main className="page page-message">
        <h1>This browser has {counted(documents, 'document')} of its own</h1>
        <p>
          The link leads to another account. Move {them} there, with texts, sources and jobs, and nothing is lost from sight. If
          you sign in without {them}, this browser no longer shows {them}, and no link leads back.
        </p>
        <div className="doorway-buttons">
          <Button disabled={isBusy} onClick={() => void run(move)}>
            Move {them} and sign in
          </Button>
          <Button variant="light" color="gray" disabled={isBusy} onClick={() => void run(leave)}>
            Sign in without {them}
          </Button>
          <Button variant="subtle" color="gray" disabled={isBusy} onClick={stay}>
            Stay as I am
          </Button>
        </div>
        <p role="status">{said}</p>
      </main>
    </MantineProvider>
  );
}
