import { useNavigate, useSearch } from '@tanstack/react-router';
import type { NewBlock } from '../../ports.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

/** Makes a document in the folder that is open, if one is, and opens it; without `blocks` it begins with one empty prompt block. */
export function useNewDocument(): (blocks?: readonly NewBlock[]) => Promise<void> {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const { folder } = useSearch({ strict: false });
  return async (blocks) => {
    const projectId = folder === undefined ? null : folder;
    const made = await act(actions.createDocument({ projectId, ...(blocks && { blocks }) }));
    if (made.ok) await navigate({ to: '/documents/$id', params: { id: made.value } });
  };
}
