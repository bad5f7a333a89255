import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import { titleArrival, useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useNewDocument } from '../shell/new-document.ts';

/** What this is for, one button, and one sample that is ready to run. */
export function EmptyLibrary() {
  const { actions } = usePorts();
  const { arrivals } = useDesk();
  const act = useAct();
  const navigate = useNavigate();
  const newDocument = useNewDocument();
  const [isMaking, setMaking] = useState(false);
  const openSample = async ({ detail: clicks }: MouseEvent) => {
    setMaking(true);
    const made = await act(actions.createSample());
    setMaking(false);
    if (!made.ok) return;
    // A keyboard goes on in the document; after a touch its title would bring up the keyboard of the screen.
    if (clicks === 0) arrivals.add(titleArrival(made.value));
    await navigate({ to: '/documents/$id', params: { id: made.value } });
  };
  return (
    <div className="empty">
      <p className="empty-lead">
        Write a prompt for each part of a document, add what it should be based on, and press Generate. You can leave the page,
        close the tab or go offline: the writing goes on, and nothing is lost.
      </p>
      <Button onClick={() => void newDocument()}>Start a document</Button>
      <section className="sample" aria-label="Sample">
        <div>
          <h2>Release notes and a review of this quarter’s work on Meanwhile</h2>
          <p>Meanwhile’s own history as sources, with four prompts, ready to run.</p>
        </div>
        <Button variant="default" loading={isMaking} onClick={(event) => void openSample(event)}>
          Open the sample
        </Button>
      </section>
      <p className="note">
        Already used Meanwhile here? Run <code>npm run link</code> where the server runs, and open the link in this browser.
      </p>
    </div>
  );
}
