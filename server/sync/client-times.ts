import { type Millis, millis } from '../../shared/kernel/time.ts';
import type { Change } from '../../shared/sync/change.ts';

/** The same change with no time later than `now`: a device whose clock runs ahead must not be the newest for ever. */
export function withTimesUntil(now: Millis, change: Change): Change {
  const until = (at: Millis): Millis => millis(Math.min(at, now));
  switch (change.type) {
    case 'create-project':
      return { ...change, project: { ...change.project, createdAt: until(change.project.createdAt) } };
    case 'create-document': {
      const { createdAt, changedAt } = change.document;
      return { ...change, document: { ...change.document, createdAt: until(createdAt), changedAt: until(changedAt) } };
    }
    case 'create-source':
      return { ...change, source: { ...change.source, createdAt: until(change.source.createdAt) } };
    case 'create-sources': {
      const sources = change.sources.map((source) => ({ ...source, createdAt: until(source.createdAt) }));
      return { ...change, sources };
    }
    case 'create-job':
      return { ...change, job: { ...change.job, createdAt: until(change.job.createdAt) } };
    // As the server once gave it to the device.
    case 'bring-back':
    case 'rename-project':
    case 'delete-project':
    case 'patch-document':
    case 'delete-document':
    case 'create-block':
    case 'patch-block':
    case 'delete-block':
    case 'edit-block':
    case 'choose-revision':
    case 'set-suggestion':
    case 'dismiss-aside':
    case 'patch-source':
    case 'delete-source':
    case 'patch-settings':
    case 'intend':
      return change;
  }
}
