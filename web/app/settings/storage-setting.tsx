import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { readStorage, type StorageFacts, useClearFinished, usedInWords } from './storage-facts.ts';

/** How much is kept on this device, for how long, and what can be cleared away. */
export function StorageSetting() {
  const clearFinished = useClearFinished();
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  const [said, setSaid] = useState('');
  const look = useCallback(async () => setFacts(await readStorage()), []);
  useEffect(() => void look(), [look]);
  if (facts === null) return null;
  const keep = async () => {
    const isKept = await navigator.storage.persist().catch(() => false);
    setSaid(isKept ? '' : refusedToKeep);
    await look();
  };
  const clear = async () => {
    const cleared = await clearFinished();
    if (cleared === null) return;
    setSaid(cleared);
    await look();
  };
  return (
    <section className="setting" id="storage" aria-labelledby="storage-title">
      <h2 id="storage-title">Storage on this device</h2>
      <p>
        {usedInWords(facts)} {facts.isPersistent === null ? '' : persistence[facts.isPersistent ? 'kept' : 'loose']}
      </p>
      <div className="setting-buttons">
        {facts.isPersistent === false && (
          <Button variant="light" onClick={() => void keep()}>
            Keep it here
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={() => void clear()}>
          Clear finished jobs
        </Button>
      </div>
      <p role="status" className="setting-said">
        {said}
      </p>
      <p className="note">
        Clearing takes finished jobs, and the copies of the sources that they were made from, off this device. The texts that they
        wrote stay in their documents.
      </p>
    </section>
  );
}

const persistence = {
  kept: 'The browser keeps it until you remove it.',
  loose:
    'The browser may clear it when the disk is full, and a private window forgets it when it is closed. The server has a copy of everything that is synced.',
} as const;

const refusedToKeep =
  'The browser did not agree yet. It does once Meanwhile is installed, bookmarked or often used, or may send notifications.';
