import type { BriefHash } from '../../shared/kernel/brand.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { DeviceStore, DeviceTx } from '../../shared/sync/device-store.ts';
import { record } from '../../shared/sync/replica.ts';
import type { ActionFailure, Done, StorageHealth } from '../ports.ts';
import type { Database } from './database.ts';
import { storageHealthAfter } from './storage-health.ts';

export type ActionDeps = {
  readonly database: Database;
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** A change is in the outbox. */
  readonly changed: () => void;
  /** How the last write went. */
  readonly storage: (health: StorageHealth) => void;
};

/** What a person's action may do inside its one transaction. */
export type Deed = {
  readonly tx: DeviceTx;
  /** Applies a change and queues it; a refusal ends the whole action, and nothing of it stays. */
  readonly record: (change: Change, brief?: { readonly hash: BriefHash; readonly brief: Brief }) => Promise<void>;
};

/** Runs an action in one strictly durable transaction (J1), and says what came of it. */
export async function act<T>(deps: ActionDeps, run: (deed: Deed) => Promise<T>): Done<T> {
  try {
    const value = await deps.store.transaction((tx) =>
      run({
        tx,
        record: async (change, brief) => {
          const recorded = await record(tx, change, deps.clock.now(), brief);
          if (!recorded.ok) throw new Refused(recorded.error);
        },
      }),
    );
    deps.storage({ type: 'ok' });
    deps.changed();
    return ok(value);
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    return storageFailed(deps, error);
  }
}

/** Ends an action from inside its transaction, which leaves nothing of it. */
export class Refused extends Error {
  readonly failure: ActionFailure;
  constructor(failure: ActionFailure) {
    super(failure.type);
    this.failure = failure;
  }
}

function storageFailed(deps: ActionDeps, error: unknown): Result<never, ActionFailure> {
  const health = storageHealthAfter(error);
  if (health === null) throw error;
  deps.storage(health);
  return err(health.type === 'full' ? { type: 'storage_full' } : { type: 'storage_failed', detail: health.detail });
}
