import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { usePorts } from '../ports-context.tsx';
import { useIsReloadNeeded } from './connection.ts';

/** Stands over the page once a newer version, opened elsewhere, has taken the storage over: what is typed here could not be kept. */
export function MustReload() {
  return useIsReloadNeeded() ? <ReloadDialog /> : null;
}

function ReloadDialog() {
  const { updates } = usePorts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="must-reload"
      aria-describedby="must-reload-why"
      onCancel={(event) => event.preventDefault()}
    >
      <header className="dialog-head">
        <h2 id="must-reload">A newer version is open in another tab</h2>
      </header>
      <p id="must-reload-why">Everything you wrote here is saved. Reload to go on in this tab, too.</p>
      <div className="form-bar">
        <Button mt={16} onClick={updates.reload}>
          Reload
        </Button>
      </div>
    </dialog>
  );
}
