import { useNavigate } from '@tanstack/react-router';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

/** Makes a document with one empty prompt block and opens it. */
export function useNewDocument(): () => Promise<void> {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  return async () => {
    const made = await act(actions.createDocument());
    if (made.ok) await navigate({ to: '/documents/$id', params: { id: made.value } });
  };
}
