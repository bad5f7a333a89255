import { type AccountId, type DeviceId, type DriverId, parseEngineDriver } from '../../shared/kernel/brand.ts';

/** Which engines listen at the moment. A driver may have two feeds for a moment, while it opens the next one. */
export type Presence = {
  /** A feed of this driver opened; the answer is called when it closes. */
  readonly enter: (account: AccountId, driver: DriverId) => () => void;
  readonly isPresent: (driver: DriverId) => boolean;
  /** True while any engine of this device listens. */
  readonly hasDevice: (device: DeviceId) => boolean;
  /** Called when the last feed of a driver has closed. Returns the way to stop listening. */
  readonly onClose: (listener: (account: AccountId, driver: DriverId) => void) => () => void;
};

export function createPresence(): Presence {
  const feeds = new Map<DriverId, number>();
  const listeners = new Set<(account: AccountId, driver: DriverId) => void>();
  const leave = (account: AccountId, driver: DriverId): void => {
    const left = (feeds.get(driver) ?? 0) - 1;
    if (left > 0) {
      feeds.set(driver, left);
      return;
    }
    feeds.delete(driver);
    for (const listener of listeners) listener(account, driver);
  };
  return {
    enter: (account, driver) => {
      feeds.set(driver, (feeds.get(driver) ?? 0) + 1);
      let isIn = true;
      return () => {
        if (isIn) leave(account, driver);
        isIn = false;
      };
    },
    isPresent: (driver) => feeds.has(driver),
    hasDevice: (device) => [...feeds.keys()].some((driver) => parseEngineDriver(driver)?.device === device),
    onClose: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
