import { Link } from '@tanstack/react-router';
import { PageHeader } from './page-header.tsx';

/** In place of a document that is being deleted, perhaps in another tab; the message with `Undo` is on the screen too. */
export function DeletedPage({ title }: { readonly title: string }) {
  return (
    <>
      <title>{`${title} · Meanwhile`}</title>
      <PageHeader />
      <div className="page page-message">
        <h1>“{title}” is deleted</h1>
        <p>For a few seconds Undo brings it back as it was.</p>
        <p>
          <Link to="/">To the library</Link>
        </p>
      </div>
    </>
  );
}
