import { type Status, statuses } from '../../shared/engine/job.ts';
import { type EventType, eventTypes } from '../../shared/engine/job-event.ts';
import { cellName } from './cells.ts';
import { deeds } from './deed.ts';
import { mishaps } from './network.ts';
import { behaviours } from './provider-script.ts';

/** All that a whole run must have met besides cells, as it is counted. */
const wanted: readonly string[] = [
  ...behaviours.map((behaviour) => `provider: ${behaviour}`),
  ...mishaps.map((mishap) => `network: ${mishap}`),
  ...deeds.map((deed) => `deed: ${deed} done`),
  ...[
    'kill-engine',
    'kill-tab',
    'leave',
    'freeze-engine',
    'freeze-engine, replaced',
    'sleep',
    'partition',
    'late-timers of the server',
    'late-timers of the device',
    'other-account',
    'prune',
    'kill-server',
    'kill-server at its start',
    'stop-server',
    'deploy',
    'freeze-server',
    'cut',
    'slow-disk of the server',
    'slow-disk of the device',
    'full-disk of the server',
    'full-disk of the device',
    'break-feeds',
    'wall-jump of the server',
    'wall-jump of the device',
    'lying-commits',
  ].map((fault) => `fault: ${fault}`),
  'drive: stale epoch',
  'drive: given back too late',
  'push: under another account',
  'store: counter last',
  'store: shared',
  'store: a live process was given up',
  'copy: begun anew',
  'program: post answered',
  'program: cancel done',
];

const isEnd = (status: Status): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

/** Which cells cannot be reached by the shipped code, and why. */
const never: Readonly<Partial<Record<EventType, { readonly where: (status: Status) => boolean; readonly why: string }>>> = {
  accepted: {
    where: (status) => status !== 'queued',
    why: 'A job is accepted when it is made or, if it never was, retried: queued both times.',
  },
  refused: { where: isEnd, why: 'A job that has ended is not refused any more: the caller looks first.' },
  'step-started': { where: isEnd, why: 'A claim looks first whether the job has ended.' },
  'step-held': {
    where: isEnd,
    why: 'A claim looks first whether the job has ended, and a change of the cap asks only the others.',
  },
  'step-done': {
    where: (status) => status !== 'running',
    why: 'A report looks first whether the step runs, and with it the job.',
  },
  'step-failed': {
    where: (status) => status !== 'running',
    why: 'A report looks first whether the step runs, and with it the job.',
  },
};

function whyNever(status: Status, event: EventType): string | null {
  const rule = never[event];
  return rule?.where(status) === true ? rule.why : null;
}

/** Cells that a coincidence of several faults leads to; they are counted and not demanded. */
const isRare = (status: Status, event: EventType): boolean =>
  (event === 'refused' && (status === 'waiting' || status === 'paused')) ||
  ((event === 'step-started' || event === 'step-held') && status === 'paused') ||
  (event === 'finished' && status !== 'running' && status !== 'completed');

/** What a run should have met and did not, each as a sentence; and what is said to be out of reach and was met. */
export function neverReached(reached: Readonly<Record<string, number>>): readonly string[] {
  const cells = statuses.flatMap((status) =>
    eventTypes.map((event) => ({ name: cellName(status, event), why: whyNever(status, event), isRare: isRare(status, event) })),
  );
  const demanded = [...cells.filter((cell) => cell.why === null && !cell.isRare).map((cell) => cell.name), ...wanted];
  return [
    ...demanded.filter((name) => reached[name] === undefined).map((name) => `Never reached: ${name}.`),
    ...cells.flatMap(({ name, why }) =>
      why !== null && reached[name] !== undefined ? [`Reached, though not thought so: ${name}. ${why}`] : [],
    ),
  ];
}
