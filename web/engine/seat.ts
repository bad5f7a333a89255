import type { Sleep } from '../../shared/kernel/time.ts';
import type { EngineChannel, EngineMessage } from './channel.ts';

/*
 * Who of the engines of an account runs: the one that holds the seat, a lock. A new worker asks the running one to yield, which ends its
 * transaction and lets go; one that does not answer is robbed of the seat, and its generation keeps it from writing (J4).
 *
 *   start ──► queue + ask ──granted──► run ──yield, robbed──► queue ──granted──► run …
 *                 │ no answer in 3 s
 *                 └────► steal ──► run
 */

/** A subset of `navigator.locks`. */
export type Locks = Pick<LockManager, 'request' | 'query'>;

export type SeatDeps = {
  readonly locks: Locks;
  readonly seat: string;
  readonly channel: EngineChannel;
  readonly build: string;
  readonly start: number;
  /** A worker that all tabs share yields to any later one; one of a tab's own only to another build. */
  readonly isShared: boolean;
  readonly sleep: Sleep;
};

const stealAfterMs = 3_000;

/** Runs `run` whenever this worker has the seat, until the signal aborts. The signal that `run` gets aborts when the seat is lost. */
export async function keepSeat(deps: SeatDeps, signal: AbortSignal, run: Run): Promise<void> {
  if ((await askForSeat(deps, signal, run)) === 'no answer') await sit(deps, signal, { steal: true }, run);
  while (!signal.aborted) await sit(deps, signal, {}, run);
}

type Run = (seated: AbortSignal) => Promise<void>;

/** Asks the running engine to yield, and sits down as soon as it has. If it says nothing and goes on holding the seat, gives up. */
async function askForSeat(deps: SeatDeps, signal: AbortSignal, run: Run): Promise<'sat' | 'no answer'> {
  const [silent, answered] = [new AbortController(), new AbortController()];
  const stop = deps.channel.subscribe(({ type }) => {
    if (type === 'stay') answered.abort();
  });
  deps.sleep(stealAfterMs, AbortSignal.any([signal, answered.signal])).then(
    () => silent.abort(),
    () => {},
  );
  const sitting = sit(deps, AbortSignal.any([signal, silent.signal]), {}, (seated) => {
    answered.abort();
    return run(seated);
  });
  deps.channel.post({ type: 'yield', build: deps.build, start: deps.start });
  await sitting;
  stop();
  return silent.signal.aborted ? 'no answer' : 'sat';
}

async function sit(deps: SeatDeps, signal: AbortSignal, how: { readonly steal?: boolean }, run: Run): Promise<void> {
  const seated = new AbortController();
  const leave = () => seated.abort();
  const options = how.steal === true ? { steal: true } : { signal };
  const held = deps.locks.request(deps.seat, options, async () => {
    const stop = deps.channel.subscribe((message) => {
      if (message.type !== 'yield') return;
      if (yieldsTo(deps, message)) leave();
      else deps.channel.post({ type: 'stay' });
    });
    signal.addEventListener('abort', leave, { once: true });
    if (!signal.aborted) await run(seated.signal);
    stop();
    signal.removeEventListener('abort', leave);
  });
  // Rejects when the request is given up by the signal, or the seat was robbed while `run` goes on: it is told to end.
  await held.catch(leave);
}

const yieldsTo = (deps: SeatDeps, asker: Extract<EngineMessage, { type: 'yield' }>): boolean =>
  asker.build !== deps.build || (deps.isShared && asker.start > deps.start);
