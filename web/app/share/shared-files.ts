import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { keepSent, readShared } from '../../offline/shared.ts';
import { systemNewId } from '../../ports.system.ts';

/** What was shared under an id: undefined while it is being read, null for nothing. */
export function useSharedFiles(id: string | undefined): readonly File[] | null | undefined {
  const navigate = useNavigate();
  const [files, setFiles] = useState<readonly File[] | null>();
  useEffect(() => {
    let isLeft = false;
    /** The page goes on under an id of what came with it, so that a reload finds it. */
    const takeSent = async () => {
      const kept = systemNewId();
      if (!(await keepSent(kept).catch(() => false))) return null;
      await navigate({ to: '/share', search: { id: kept }, replace: true });
      return undefined;
    };
    const read = id === undefined ? takeSent() : readShared(id).catch(() => null);
    void read.then((found) => {
      if (!isLeft) setFiles(found);
    });
    return () => {
      isLeft = true;
    };
  }, [id, navigate]);
  return files;
}
