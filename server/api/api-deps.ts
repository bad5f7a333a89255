import type { NewId } from '../../shared/kernel/random.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { FeedHub } from '../feed/hub.ts';
import type { Origins } from '../identity/origins.ts';
import type { Tokens } from '../identity/tokens.ts';
import type { Store } from '../store/store.ts';
import type { JobChanges } from '../sync/job-changes.ts';
import type { ViewSettings } from './job-view.ts';

/** What the API stands on. */
export type ApiDeps = {
  readonly store: Store;
  readonly jobs: JobChanges;
  readonly programs: { readonly tokens: Pick<Tokens, 'bearer'>; readonly origins: Pick<Origins, 'allows'> };
  readonly hub: Pick<FeedHub, 'listen'>;
  readonly view: ViewSettings;
  /** Requests of one token, from a full bucket of 1,000. */
  readonly ratePerMinute: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly newId: NewId;
  /** Ends the open streams. */
  readonly signal: AbortSignal;
};
