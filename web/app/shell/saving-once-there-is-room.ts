import { useEffect, useState } from 'react';
import { saveAll, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

const tryEveryMs = 3_000;

/**
 * While the device is full: tries whether there is room again, and asks before the page is left. Once there is room, whoever found it, what
 * is typed is saved, and what told of no room goes. True as long as the saving is owed.
 */
export function useSavingOnceThereIsRoom(isFull: boolean): boolean {
  const { actions, sleep } = usePorts();
  const desk = useDesk();
  const [owed, setOwed] = useState(0);
  useEffect(() => {
    if (!isFull) return;
    setOwed((before) => before + 1);
    const life = new AbortController();
    const look = async () => {
      while (!life.signal.aborted) {
        await sleep(tryEveryMs, life.signal).catch(() => {});
        if (!life.signal.aborted) await actions.tryStorage();
      }
    };
    void look();
    return () => {
      life.abort();
      for (const close of desk.untilRoom) close();
      desk.untilRoom.clear();
      void saveAll(desk).finally(() => setOwed((before) => before - 1));
    };
  }, [isFull, actions, desk, sleep]);
  const isOwed = owed > 0;
  useEffect(() => {
    if (!isOwed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isOwed]);
  return isOwed;
}
