import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { JobsIndicator } from './jobs-indicator.tsx';

/** Where a person is, what is going on elsewhere, and what this page offers. */
export function PageHeader({
  parent,
  here,
  children,
}: {
  readonly parent?: { readonly to: '/' | '/jobs'; readonly label: string };
  /** Left out where the page begins with its own name, and while that is being read. */
  readonly here?: string;
  readonly children?: ReactNode;
}) {
  return (
    <header className="page-header">
      <p className="crumbs">
        {parent && (
          <>
            <Link to={parent.to} className="crumb">
              {parent.label}
            </Link>
            {here !== undefined && (
              <span className="crumb-slash" aria-hidden="true">
                /
              </span>
            )}
          </>
        )}
        <span className="crumb-here">{here}</span>
      </p>
      <JobsIndicator />
      {children}
    </header>
  );
}
