import type { Page } from '@playwright/test';
import type { Scene, Setup } from './scene.ts';

/** How a row tells of its fault. */
export type Fault = {
  /** Does the harm itself; everything before it is preparation. Called once. */
  readonly harm: <T>(act: () => Promise<T> | T) => Promise<T>;
  /** What was taken away is back, or the person is: only from here on can a text flow again. */
  readonly over: () => void;
};

/** What happens to a job from outside. */
export type Row = {
  readonly setup: Setup;
  /** Does the harm, lets the provider and what is held go on, and brings the person back to a tab. */
  readonly inflict: (scene: Scene, fault: Fault) => Promise<void>;
  /** What shows that the job goes on: its text in a tab, or, where no tab is open, the server as its driver. */
  readonly sign: 'text' | 'driver';
  /** The device that made the job is there all the time: nobody else may drive. */
  readonly deviceStays: boolean;
};

/** One tab of a context, from the checkout. */
export const plainSetup: Setup = { browser: 'context', tabs: 1, from: 'checkout', whenILeave: 'go on' };

/** The tab that the person looks at. */
export function tabOf(scene: Scene): Page {
  const [page] = scene.tabs();
  if (page === undefined) throw new Error('No tab is open.');
  return page;
}

/** The server drives, or nothing is left to drive. */
export function isTakenOver({ ledger }: Scene): boolean {
  const job = ledger.job();
  return job?.status === 'completed' || job?.lease?.driver.startsWith('server.') === true;
}
