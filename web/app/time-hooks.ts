import { useEffect, useState } from 'react';
import { usePorts } from './ports-context.tsx';

/** The server's time, as this device knows it, anew every `everyMs`; null: only when first shown. */
export function useNow(everyMs: number | null): number {
  const { clock, sleep } = usePorts();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    if (everyMs === null) return;
    const life = new AbortController();
    const tick = async (): Promise<void> => {
      while (!life.signal.aborted) {
        // What was read a moment ago is good enough: all that shows the time would be drawn twice.
        setNow((known) => (clock.now() - known < everyMs ? known : clock.now()));
        await sleep(everyMs, life.signal).catch(() => {});
      }
    };
    void tick();
    return () => life.abort();
  }, [everyMs, clock, sleep]);
  return now;
}

/** False at first, true after `ms`: what is ready at once never shows that it was not. */
export function useAfter(ms: number): boolean {
  const { sleep } = usePorts();
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    const life = new AbortController();
    sleep(ms, life.signal).then(
      () => setPast(true),
      () => {},
    );
    return () => life.abort();
  }, [ms, sleep]);
  return isPast;
}
