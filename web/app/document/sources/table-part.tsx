import type { ComponentProps } from 'react';

type TablePartProps = ComponentProps<'div'> & { readonly role: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'cell' };

/** A part of a table that draws only the rows in sight: the elements of a table cannot, so a box has the part's role. */
export function TablePart({ role, ...rest }: TablePartProps) {
  return <div role={role} {...rest} />;
}
