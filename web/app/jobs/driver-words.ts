import type { Job } from '../../../shared/engine/job.ts';
import { type DeviceId, parseEngineDriver } from '../../../shared/kernel/brand.ts';

/** Who drives a job, as seen from `device`; null when nobody does, or when it is not known yet which device this is. */
export function driverInWords({ lease }: Pick<Job, 'lease'>, device: DeviceId | null): string | null {
  if (lease === null) return null;
  const engine = parseEngineDriver(lease.driver);
  if (engine === null) return 'on the server';
  if (device === null) return null;
  return engine.device === device ? 'on this device' : 'on another device';
}
