import type { Status } from '../../shared/engine/job.ts';
import type { EventType } from '../../shared/engine/job-event.ts';
import type { SourceEdit } from './source-edits.ts';

/** Counts each status and event that `transition` is asked for, wherever it runs: on the server, in a tab, in an engine. */
export const countCells: SourceEdit = {
  file: 'shared/engine/transition.ts',
  find: '): Result<Job, Refusal> {\n  switch (event.type) {',
  put: '): Result<Job, Refusal> {\n  globalThis.onTransition?.(job.status, event.type);\n  switch (event.type) {',
};

/** Hears of each cell from then on. */
export function onCells(listener: (cell: string) => void): void {
  Object.assign(globalThis, { onTransition: (status: Status, event: EventType) => listener(cellName(status, event)) });
}

/** A cell as it is counted. */
export const cellName = (status: Status, event: EventType): string => `cell: ${status} × ${event}`;
