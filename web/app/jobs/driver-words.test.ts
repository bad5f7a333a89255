import { expect, test } from 'vitest';
import type { Lease } from '../../../shared/engine/lease.ts';
import { bootId, deviceId, engineDriver, leaseEpoch, serverDriver } from '../../../shared/kernel/brand.ts';
import { millis } from '../../../shared/kernel/time.ts';
import { driverInWords, otherDrivers } from './driver-words.ts';

const here = deviceId('laptop');
const held = (driver: Lease['driver']) => ({ lease: { driver, epoch: leaseEpoch(1), expiresAt: millis(9), reported: 0 } });

const from = (device: typeof here | null) => ({ device, deviceNames: new Map([[deviceId('phone'), 'Safari on iPhone']]) });

test('who drives a job is told as seen from here', () => {
  expect(driverInWords(held(engineDriver(here, 3)), from(here))).toBe('on this device');
  expect(driverInWords(held(engineDriver(deviceId('phone'), 3)), from(here))).toBe('on Safari on iPhone');
  expect(driverInWords(held(engineDriver(deviceId('tablet'), 3)), from(here))).toBe('on another device');
  expect(driverInWords(held(serverDriver(bootId('b1'))), from(here))).toBe('on the server');
});

test('nothing is claimed of a job that nobody drives, or while it is not known which device this is', () => {
  expect(driverInWords({ lease: null }, from(here))).toBeNull();
  expect(driverInWords(held(engineDriver(here, 3)), from(null))).toBeNull();
});

test('the devices that drive jobs are named each once, without this one', () => {
  const phone = held(engineDriver(deviceId('phone'), 3));
  const jobs = [phone, held(engineDriver(here, 1)), held(serverDriver(bootId('b1'))), { lease: null }, phone];
  expect(otherDrivers(jobs, here)).toEqual([deviceId('phone')]);
});
