import { type Clock, type Millis, millis } from '../kernel/time.ts';

const leaseMsUntilHello = 15_000;

/** A clock that shows the server's time. */
export type ServerClock = Clock & {
  /** The server's time at this moment. */
  readonly set: (serverNow: Millis) => void;
};

/** The server's time as it was last told, and this device's elapsed time since; the device's wall clock may be hours off, or jump. */
export function createServerClock(own: Clock): ServerClock {
  let offset = own.now() - own.elapsed();
  return {
    now: () => millis(Math.round(own.elapsed() + offset)),
    elapsed: own.elapsed,
    set: (serverNow) => {
      offset = serverNow - own.elapsed();
    },
  };
}

export type ServerTime = ReturnType<typeof createServerTime>;

/** The server's time from the last hello, and how long its leases are. */
export function createServerTime(own: Clock) {
  const clock = createServerClock(own);
  let leaseMs = leaseMsUntilHello;
  return {
    set: (serverNow: Millis, lease: number) => {
      clock.set(serverNow);
      leaseMs = lease;
    },
    leaseMs: () => leaseMs,
    clock: clock satisfies Clock,
  };
}
