import { useEffect, useState } from 'react';
import { readShared } from '../../offline/shared.ts';

/** What was shared under an id: undefined while it is being read, null for nothing. */
export function useSharedFiles(id: string | undefined): readonly File[] | null | undefined {
  const [files, setFiles] = useState<readonly File[] | null>();
  useEffect(() => {
    let isLeft = false;
    const read = id === undefined ? Promise.resolve(null) : readShared(id).catch(() => null);
    void read.then((found) => {
      if (!isLeft) setFiles(found);
    });
    return () => {
      isLeft = true;
    };
  }, [id]);
  return files;
}
