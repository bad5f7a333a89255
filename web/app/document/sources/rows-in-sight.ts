import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';

/** The rows to draw, and how far below the top of what scrolls they begin, in px. */
export type RowsInSight = { readonly rows: Virtualizer<HTMLElement, Element>; readonly above: number };

/** Of many rows those in sight and a few around them; `list` stands in the panel or the window that scrolls. */
export function useRowsInSight(list: RefObject<HTMLElement | null>, sources: readonly Source[], rowPx: number): RowsInSight {
  const [above, setAbove] = useState(0);
  const rows = useVirtualizer<HTMLElement, Element>({
    count: sources.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => rowPx,
    getItemKey: (at) => sources[at]?.id ?? at,
    scrollMargin: above,
    overscan: 8,
  });
  // What stands above the rows in the same scrolled panel grows and shrinks.
  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (list.current === null || scroller === null) return;
    const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (Math.abs(top - above) > 1) setAbove(top);
  });
  return { rows, above };
}

const scrollerOf = (element: HTMLElement | null): HTMLElement | null => element?.closest<HTMLElement>('.panel, dialog') ?? null;
