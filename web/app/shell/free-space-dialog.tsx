import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { saveAll, useDesk } from '../desk.tsx';
import { bytesInWords } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { readStorage, useClearFinished } from '../settings/storage-facts.ts';
import { Dialog } from '../ui/dialog.tsx';

/** What can be taken off a device that is full, without losing anything. Closes by itself when that was enough. */
export function FreeSpaceDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const { engine } = usePorts();
  const clearFinished = useClearFinished();
  const [used, setUsed] = useState<number | null>(null);
  // How much room there is, browsers do not tell truly: some name a sum that no disk has.
  const look = useCallback(async () => setUsed((await readStorage()).used), []);
  useEffect(() => void look(), [look]);
  const clear = async () => {
    const cleared = await clearFinished();
    if (cleared !== null) desk.toasts.show({ tone: 'done', text: cleared, lastsMs: 6_000 });
    await saveAll(desk);
    if (engine.storage().type === 'ok') onClose();
    else await look();
  };
  return (
    <Dialog title="Free space" onClose={onClose}>
      <div className="form">
        <p>
          {used !== null && `Meanwhile uses ${bytesInWords(used)} here. `}What was saved is safe, and jobs go on at the server.
        </p>
        <p>
          Finished jobs, and the copies of the sources that they were made from, can go from this device: the texts that they
          wrote stay in their documents.
        </p>
        <div className="form-bar">
          <Button onClick={() => void clear()}>Clear finished jobs</Button>
        </div>
        <p className="note">
          If that is not enough, delete files that you no longer need on this device, or remove the data of other sites in the
          browser’s settings. What you typed is kept on this page and saved by itself as soon as there is room; do not close it
          before.
        </p>
      </div>
    </Dialog>
  );
}
