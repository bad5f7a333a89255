import type { Job } from '../../../shared/engine/job.ts';
import { type DeviceId, parseEngineDriver } from '../../../shared/kernel/brand.ts';

/** From where it is looked at: which device this is, null while that is not known, and what the others are called. */
export type Viewpoint = { readonly device: DeviceId | null; readonly deviceNames: ReadonlyMap<DeviceId, string> };

/** Who drives a job; null when nobody does, or when it is not known yet which device this is. */
export function driverInWords({ lease }: Pick<Job, 'lease'>, { device, deviceNames }: Viewpoint): string | null {
  if (lease === null) return null;
  const engine = parseEngineDriver(lease.driver);
  if (engine === null) return 'on the server';
  if (device === null) return null;
  return engine.device === device ? 'on this device' : `on ${deviceNames.get(engine.device) ?? 'another device'}`;
}

/** The devices other than `device` that drive any of these jobs, in a fixed order. */
export function otherDrivers(jobs: readonly Pick<Job, 'lease'>[], device: DeviceId | null): readonly DeviceId[] {
  const drivers = jobs.flatMap(({ lease }) => (lease === null ? [] : (parseEngineDriver(lease.driver)?.device ?? [])));
  return [...new Set(drivers)].filter((driver) => driver !== device).sort();
}
