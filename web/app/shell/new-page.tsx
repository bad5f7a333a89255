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
  const isMade = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one document a visit, whatever is drawn anew
  useEffect(() => {
    if (isMade.current) return;
    isMade.current = true;
    void act(actions.createDocument()).then((made) =>
      made.ok
        ? navigate({ to: '/documents/$id', params: { id: made.value }, replace: true })
        : navigate({ to: '/', replace: true }),
    );
  }, []);
  return <PageHeader />;
}
