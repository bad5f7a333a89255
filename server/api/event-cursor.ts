/*
 * What a reader of a job's events has had, as text that it sends back to go on (`Last-Event-ID`): the last status, the last progress,
 * and for each step, by its number in the plan, the attempt and the offset read to. A plan only grows (J5), so the numbers hold.
 *
 *   running~40~0.1.812,1.2.96
 */

type Read = { readonly attempt: number; readonly offset: number };

export type EventCursor = {
  /** Empty before the first. */
  readonly status: string;
  /** -1 before the first. */
  readonly progress: number;
  readonly reads: ReadonlyMap<number, Read>;
};

export const startCursor: EventCursor = { status: '', progress: -1, reads: new Map() };

export const cursorText = ({ status, progress, reads }: EventCursor): string =>
  `${status}~${progress}~${[...reads].map(([step, { attempt, offset }]) => `${step}.${attempt}.${offset}`).join(',')}`;

/** The inverse of `cursorText`; for anything else the start, so that nothing is left out. */
export function parseCursorText(text: string): EventCursor {
  const [, status, progress, list] = /^([a-z.-]*)~(-?\d{1,3})~((?:\d{1,6}\.\d{1,6}\.\d{1,12}(?:,|$))*)$/.exec(text) ?? [];
  if (status === undefined || progress === undefined || list === undefined) return startCursor;
  const reads = new Map<number, Read>();
  for (const entry of list.split(',').filter((each) => each !== '')) {
    const [step = 0, attempt = 0, offset = 0] = entry.split('.').map(Number);
    reads.set(step, { attempt, offset });
  }
  return { status, progress: Number(progress), reads };
}
