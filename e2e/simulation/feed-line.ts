import type { AccountId, DeviceId } from '../../shared/kernel/brand.ts';
import type { FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import type { Boot } from './boot.ts';
import type { Party } from './party.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A device takes a silent feed for lost after this long. */
export const silenceMs = 5_000;

/** A line that is open, and the way to break it: quietly, or with an end that both sides see. */
export type Line = { readonly device: DeviceId; readonly breakOff: (quietly: boolean) => void };

/** What lies between a device and the server's feed. */
export type LineDeps = {
  readonly time: VirtualTime;
  readonly latency: () => number;
  readonly isCut: () => boolean;
  readonly server: () => Boot | null;
  readonly lines: Set<Line>;
  readonly device: DeviceId;
  readonly engine: Party;
};

/**
 * One stream from the server to a device, in order. It ends, for the device, when the server ends it, when it breaks, or when the
 * device hangs up; a line that breaks quietly is noticed only after a while without a sign of life.
 */
export function openLine(
  deps: LineDeps,
  account: AccountId,
  input: FeedInput,
  onMessages: (messages: readonly FeedMessage[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { time, latency, isCut, server, lines, engine, device } = deps;
  return new Promise((resolve, reject) => {
    const hungUp = new AbortController();
    let boot: Boot | null = null;
    let isUp = true;
    let last: Promise<void> = Promise.resolve();
    let lastAt = 0;
    const end = (afterMs: number): void => {
      if (!isUp) return;
      isUp = false;
      lines.delete(line);
      time.after(latency(), () => boot?.party.tell(() => hungUp.abort()));
      time.after(afterMs, resolve);
    };
    const line: Line = { device, breakOff: (quietly) => end(quietly ? silenceMs : latency()) };
    const deliver = (messages: readonly FeedMessage[]): void => {
      // A stream keeps its order: no batch arrives before the one that was sent before it.
      lastAt = Math.max(lastAt, time.elapsed() + latency());
      time.after(lastAt - time.elapsed(), () => {
        if (!isUp) return;
        last = last.then(() => (isUp ? engine.call(() => onMessages(messages)) : undefined));
        last.catch((error: unknown) => {
          end(0);
          reject(error);
        });
      });
    };
    lines.add(line);
    signal.addEventListener('abort', () => end(0), { once: true });
    engine.onDeath(() => end(0));
    if (signal.aborted) return end(0);
    time.after(latency(), () => {
      if (!isUp) return;
      boot = server();
      if (boot === null || isCut()) return end(latency());
      boot.party.onDeath(() => end(latency()));
      boot.listen(account, input, deliver, hungUp.signal).then(
        () =>
          time.after(Math.max(0, lastAt - time.elapsed()), () => {
            const over = (): void => end(latency());
            last.then(over, over);
          }),
        () => end(latency()),
      );
    });
  });
}
