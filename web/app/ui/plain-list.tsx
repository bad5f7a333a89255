import type { ReactNode } from 'react';

type PlainListProps = {
  readonly children: ReactNode;
  readonly className: string;
  /** What a screen reader calls it, where no heading does. */
  readonly label?: string;
  /** Whether the order of the items means something. */
  readonly isOrdered?: boolean;
};

/** A list without marks, which still is announced as a list: some browsers take the role away together with the marks. */
export function PlainList({ children, className, label, isOrdered = false }: PlainListProps) {
  const List = isOrdered ? 'ol' : 'ul';
  return (
    <List className={className} role="list" aria-label={label}>
      {children}
    </List>
  );
}
