import { Button } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { saveAll, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useConnection, useIsOnline } from '../shell/connection.ts';
import { lateInWords, type Missing } from './late-words.ts';

/** A part that did not come: whether another try is under way, and how to make one. */
export type Trial = { readonly isRetrying: boolean; readonly again: () => void };

type LateFailureProps = { readonly trial: Trial; readonly what?: 'part' | 'page' };

/** Says that something could not be loaded, why, and how it comes after all. */
export function LateFailure({ trial, what = 'part' }: LateFailureProps) {
  const { updates } = usePorts();
  const desk = useDesk();
  const why = useMissing();
  const place = useFocusKept();
  useAgainWhenBack(trial);
  return (
    <div ref={place} className="late-failure" role="alert">
      {what === 'page' ? <h1>This page could not be loaded</h1> : <p>This part could not be loaded.</p>}
      <p>{lateInWords(why, trial.isRetrying)}</p>
      <div className="form-bar">
        <Button variant="light" onClick={trial.again}>
          Try again
        </Button>
        {why === 'not-sent' && (
          <Button variant="subtle" color="gray" onClick={() => void saveAll(desk).then(updates.reload)}>
            Reload
          </Button>
        )}
      </div>
    </div>
  );
}

function useMissing(): Missing {
  const connection = useConnection();
  const isOnline = useIsOnline();
  if (!isOnline) return 'no-network';
  return connection.type === 'unreachable' ? 'no-server' : 'not-sent';
}

/** Makes another try as soon as the network or the server is there again. */
export function useAgainWhenBack({ again }: Trial): void {
  const isReachable = useMissing() === 'not-sent';
  const wasReachable = useRef(isReachable);
  useEffect(() => {
    if (isReachable && !wasReachable.current) again();
    wasReachable.current = isReachable;
  }, [isReachable, again]);
}

/** What comes in this one's place takes the button with it: the focus goes to what stands around. */
function useFocusKept() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = place.current;
    return () => {
      if (!own?.contains(document.activeElement)) return;
      const around = own.closest('aside, main');
      const landing = around?.matches('[tabindex]') ? around : around?.querySelector('[tabindex]');
      if (landing instanceof HTMLElement) landing.focus({ preventScroll: true });
    };
  }, []);
  return place;
}
