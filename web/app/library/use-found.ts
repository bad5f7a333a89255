import { useEffect, useState } from 'react';
import type { SearchAnswer } from '../../ports.ts';
import { usePorts } from '../ports-context.tsx';

/** How many documents a search shows. */
const shownHits = 50;
/** The search begins to read when the page has had this long to show itself. */
const warmAfterMs = 1_500;

/** What a search finds, kept up to date; null while there is nothing to show yet. The answer before stays until the next one comes. */
export function useFound(search: string): SearchAnswer | null {
  const { search: port, sleep } = usePorts();
  const [answer, setAnswer] = useState<SearchAnswer | null>(null);
  useEffect(() => {
    const life = new AbortController();
    sleep(warmAfterMs, life.signal).then(port.warm, () => {});
    return () => life.abort();
  }, [port, sleep]);
  const query = search.trim();
  useEffect(() => {
    if (query === '') return setAnswer(null);
    let isWanted = true;
    const ask = () => {
      void port.find(query, shownHits).then((found) => {
        if (isWanted) setAnswer(found);
      });
    };
    ask();
    const stop = port.onChange(ask);
    return () => {
      isWanted = false;
      stop();
    };
  }, [query, port]);
  return answer;
}
