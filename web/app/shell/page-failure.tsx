import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';

/** What is left of a page that failed to show: the rest of the app goes on. */
export function PageFailure({ error }: ErrorComponentProps) {
  return (
    <div className="page page-message" role="alert">
      <h1>This page could not be shown</h1>
      <p>Nothing was lost: what you wrote is saved on this device, and jobs go on. Reload the page to try again.</p>
      <Button onClick={() => location.reload()}>Reload</Button>
      <details className="details">
        <summary>Details</summary>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </details>
    </div>
  );
}

/** What is shown if the frame around the pages failed itself. */
export function ShellFailure(props: ErrorComponentProps) {
  return (
    <main>
      <PageFailure {...props} />
    </main>
  );
}
