import { type ByteWatchdogOptions, createByteWatchdog, type Silence } from './byte-watchdog.ts';
import type { Wire } from './provider-fetch.ts';

/** What was seen on one call's line, apart from the answer itself. */
export type LineFacts = {
  /** The caller's signal aborted. */
  readonly cancelled: boolean;
  readonly silence: Silence | null;
  /** A connection stood: the request may have been read, so it may have been paid (L7). */
  readonly reached: boolean;
  /** The socket failed or was cut, not by us. */
  readonly cut: Error | null;
};

export type Line = {
  readonly facts: () => LineFacts;
  readonly wire: Wire;
  /** Aborts when the call is cancelled, when the provider is silent for too long, and on `close`. */
  readonly signal: AbortSignal;
  /** Ends the socket, if it is still open, and the watchdog. */
  readonly close: () => void;
};

/**
 * Opens the line of one call: joins the caller's cancel and the watchdog to one signal, and notes which it was. `onHeaders` hears the
 * headers of each answer, refusals too.
 */
export function openLine(
  options: ByteWatchdogOptions,
  cancelSignal: AbortSignal,
  onHeaders: Wire['onHeaders'] = () => undefined,
): Line {
  let facts: LineFacts = { cancelled: false, silence: null, reached: false, cut: null };
  const life = new AbortController();
  const end = (seen: Partial<LineFacts>): void => {
    if (life.signal.aborted) return;
    facts = { ...facts, ...seen };
    life.abort();
  };
  const cancel = (): void => end({ cancelled: true });
  cancelSignal.addEventListener('abort', cancel, { once: true, signal: life.signal });
  if (cancelSignal.aborted) cancel();

  const watchdog = createByteWatchdog(options);
  watchdog.watch(life.signal).then((silence) => silence !== null && end({ silence }));

  return {
    facts: () => facts,
    wire: {
      onReached: () => {
        facts = { ...facts, reached: true };
      },
      onHeaders,
      onByte: watchdog.byte,
      onCut: (cut) => {
        facts = { ...facts, cut };
      },
    },
    signal: life.signal,
    close: () => end({}),
  };
}
