import { useEffect } from 'react';
import { saveAll, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

const tryEveryMs = 3_000;

/** While the device is full: tries whether there is room again, which ends the notice, and then saves what is typed. */
export function useSavingOnceThereIsRoom(): void {
  const { actions, sleep } = usePorts();
  const desk = useDesk();
  useEffect(() => {
    const life = new AbortController();
    const look = async () => {
      while (!life.signal.aborted) {
        await sleep(tryEveryMs, life.signal).catch(() => {});
        if (!life.signal.aborted && (await actions.tryStorage()).ok) await saveAll(desk);
      }
    };
    void look();
    return () => life.abort();
  }, [actions, desk, sleep]);
}
