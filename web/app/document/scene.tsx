import { createContext, useContext } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { useDeviceNames } from '../../remote/query.ts';
import { useActiveJobs, useCancelling, useDevice } from '../../store/live.ts';
import { otherDrivers } from '../jobs/driver-words.ts';
import { useModelNames } from '../model-names.ts';
import { useConnection } from '../shell/connection.ts';
import type { Surroundings } from './block-work.ts';

/** What every block of a document needs to know beside its own row. */
export type DocumentScene = {
  /** The document's jobs, the newest first. */
  readonly jobs: readonly Job[];
  readonly around: Surroundings;
  /** `Anthropic`, or the host that stands in for it. */
  readonly provider: string;
  readonly nameOfModel: (id: string) => string;
};

const noJobs: readonly Job[] = [];
const noCancels: Surroundings['cancelling'] = new Set();

/** What surrounds a job: the others, the connection, what was cancelled and not confirmed. */
export function useSurroundings(): Surroundings {
  const active = useActiveJobs() ?? noJobs;
  const cancelling = useCancelling() ?? noCancels;
  const device = useDevice() ?? null;
  const connection = useConnection();
  const deviceNames = useDeviceNames(otherDrivers(active, device));
  const isConnected = connection.type === 'online' || connection.type === 'connecting';
  return { active, cancelling, device, deviceNames, isConnected };
}

/** The scene for these jobs. */
export function useNewScene(jobs: readonly Job[] | undefined): DocumentScene {
  const around = useSurroundings();
  const { provider, nameOfModel } = useModelNames();
  return { jobs: jobs ?? noJobs, around, provider, nameOfModel };
}

/** Holds the scene; provided once a document. */
export const SceneContext = createContext<DocumentScene | null>(null);

/** The document's scene, anywhere on its page. */
export function useScene(): DocumentScene {
  const scene = useContext(SceneContext);
  if (scene === null) throw new Error('No document around this component');
  return scene;
}
