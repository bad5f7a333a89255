import { expect, test } from 'vitest';
import { bootId, deviceId, driverId, engineDriver, leaseEpoch, serverDriver } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import { holds, isPredecessor, isSuccessor, type Lease, renewLease, takeLease } from './lease.ts';

const now = millis(100_000);
const leaseMs = 15_000;
const laptop = deviceId('laptop');
const first = engineDriver(laptop, 1);
const second = engineDriver(laptop, 2);
const phone = engineDriver(deviceId('phone'), 1);
const lease = (driver = first, expiresAt = now + 1): Lease => ({
  driver,
  epoch: leaseEpoch(4),
  expiresAt: millis(expiresAt),
  reported: 3,
});
const held = (of: Lease = lease()) => ({ lease: of, epoch: leaseEpoch(4) });

test('[J4] a free job is leased under the next epoch, for its period', () => {
  expect(takeLease({ lease: null, epoch: leaseEpoch(4) }, phone, now, leaseMs)).toEqual({
    ok: true,
    value: { driver: phone, epoch: 5, expiresAt: now + leaseMs, reported: 0 },
  });
});

test('[J4] a live lease is not taken by another device or a server, and says for how long', () => {
  for (const other of [phone, serverDriver(bootId('boot'))]) {
    expect(takeLease(held(), other, now, leaseMs)).toEqual({ ok: false, error: { type: 'held', until: now + 1 } });
  }
});

test('[J4] an expired lease is taken under a new epoch', () => {
  expect(takeLease(held(lease(first, now)), phone, now, leaseMs)).toMatchObject({ value: { driver: phone, epoch: 5 } });
});

test('[J4] the holder gets its own lease again: same epoch, same count of reports, longer', () => {
  expect(takeLease(held(), first, now, leaseMs)).toEqual({ ok: true, value: { ...lease(), expiresAt: now + leaseMs } });
});

test('[J4] a later generation of the same device takes over at once, an earlier one never', () => {
  expect(takeLease(held(lease(first)), second, now, leaseMs)).toMatchObject({ value: { driver: second, epoch: 5 } });
  expect(takeLease(held(lease(second, now - 1)), first, now, leaseMs)).toEqual({ ok: false, error: { type: 'replaced' } });
});

test('[J4] generations are compared as numbers, and only within a device', () => {
  expect(isSuccessor(engineDriver(laptop, 10), engineDriver(laptop, 9))).toBe(true);
  expect(isPredecessor(engineDriver(laptop, 9), engineDriver(laptop, 10))).toBe(true);
  expect(isSuccessor(engineDriver(deviceId('phone'), 10), first)).toBe(false);
  expect(isSuccessor(driverId('server.2'), driverId('server.1'))).toBe(false);
});

test('[J4] only the very epoch and driver hold a lease, expired or not', () => {
  const expired = held(lease(first, now - 1));
  expect(holds(expired, { driver: first, epoch: leaseEpoch(4) })).toBe(true);
  expect(holds(expired, { driver: first, epoch: leaseEpoch(3) })).toBe(false);
  expect(holds(expired, { driver: second, epoch: leaseEpoch(4) })).toBe(false);
  expect(holds({ lease: null, epoch: leaseEpoch(4) }, { driver: first, epoch: leaseEpoch(4) })).toBe(false);
});

test('[J4] a sign of life extends a lease that is held, under its epoch; a stale one gets none', () => {
  expect(renewLease(held(), { driver: first, epoch: leaseEpoch(4) }, now, leaseMs)).toEqual({
    ...lease(),
    expiresAt: now + leaseMs,
  });
  expect(renewLease(held(), { driver: first, epoch: leaseEpoch(3) }, now, leaseMs)).toBeNull();
});
