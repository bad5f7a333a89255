import type { Actions } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';
import { blockActions } from './block-actions.ts';
import { clearFinishedJobs } from './clear-finished.ts';
import { deletionActions } from './deletions.ts';
import { documentActions } from './document-actions.ts';
import { duplicateDocument } from './duplicate.ts';
import { jobActions } from './job-actions.ts';
import { projectActions } from './project-actions.ts';
import { reopening } from './reopen.ts';
import { createSample, type FetchSample } from './sample.ts';
import { sourceActions } from './source-actions.ts';
import { tryStorage } from './try-storage.ts';

/** Everything that a person does, over the device's copy. */
export const createActions = (deps: ActionDeps, fetchSample: FetchSample): Actions => ({
  ...documentActions(deps),
  ...projectActions(deps),
  ...deletionActions(deps),
  duplicateDocument: (id, title) => duplicateDocument(deps, id, title),
  ...blockActions(deps),
  ...jobActions(deps),
  ...sourceActions(deps),
  changeSettings: (fields) => act(deps, ({ record }) => record({ type: 'patch-settings', fields })),
  clearFinishedJobs: () => clearFinishedJobs(deps),
  tryStorage: () => tryStorage(deps),
  dismissNotice: (id) => reopening(deps.database.strict, () => deps.database.notices.delete(id)),
  createSample: () => createSample(deps, fetchSample),
});
