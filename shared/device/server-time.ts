import { type Clock, type Millis, millis } from '../kernel/time.ts';

const leaseMsUntilHello = 15_000;

export type ServerTime = ReturnType<typeof createServerTime>;

/** The server's time, from the last hello and this device's elapsed time; the device's wall clock may be hours off. */
export function createServerTime(own: Clock) {
  let offset = own.now() - own.elapsed();
  let leaseMs = leaseMsUntilHello;
  return {
    set: (serverNow: Millis, lease: number) => {
      offset = serverNow - own.elapsed();
      leaseMs = lease;
    },
    leaseMs: () => leaseMs,
    clock: { now: () => millis(own.elapsed() + offset), elapsed: own.elapsed } satisfies Clock,
  };
}
