import { Link } from '@tanstack/react-router';
import { PageHeader } from './page-header.tsx';

/** For an address that leads nowhere, or to something that is not on this device. */
export function NotFoundPage({ what }: { readonly what: 'page' | 'document' | 'job' }) {
  return (
    <>
      <PageHeader />
      <div className="page page-message">
        <h1>There is no such {what} here</h1>
        <p>
          {what === 'page'
            ? 'The address may have a slip in it.'
            : 'It may have been deleted, or it belongs to another account, or it has not reached this device yet.'}
        </p>
        <p>
          <Link to="/">To the library</Link>
        </p>
      </div>
    </>
  );
}
