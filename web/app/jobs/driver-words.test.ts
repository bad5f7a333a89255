import { expect, test } from 'vitest';
import type { Lease } from '../../../shared/engine/lease.ts';
import { bootId, deviceId, engineDriver, leaseEpoch, serverDriver } from '../../../shared/kernel/brand.ts';
import { millis } from '../../../shared/kernel/time.ts';
import { driverInWords } from './driver-words.ts';

const here = deviceId('laptop');
const held = (driver: Lease['driver']) => ({ lease: { driver, epoch: leaseEpoch(1), expiresAt: millis(9), reported: 0 } });

test('who drives a job is told as seen from here', () => {
  expect(driverInWords(held(engineDriver(here, 3)), here)).toBe('on this device');
  expect(driverInWords(held(engineDriver(deviceId('phone'), 3)), here)).toBe('on another device');
  expect(driverInWords(held(serverDriver(bootId('b1'))), here)).toBe('on the server');
});

test('nothing is claimed of a job that nobody drives, or while it is not known which device this is', () => {
  expect(driverInWords({ lease: null }, here)).toBeNull();
  expect(driverInWords(held(engineDriver(here, 3)), null)).toBeNull();
});
