import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { PageHeader } from './page-header.tsx';

/** `/new`: makes a document and opens it in place of this address, so that going back makes no other. */
export function NewPage() {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  // One document a visit, whatever is drawn anew.
  const isMade = useRef(false);
  useEffect(() => {
    if (isMade.current) return;
    isMade.current = true;
    void act(actions.createDocument()).then((made) =>
      made.ok
        ? navigate({ to: '/documents/$id', params: { id: made.value }, replace: true })
        : navigate({ to: '/', replace: true }),
    );
  }, [act, actions, navigate]);
  return <PageHeader />;
}
