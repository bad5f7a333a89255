/** One way from a model to its readers, over HTTP. */
export type Way = {
  /** Where readers find it; empty if it has none. */
  readonly origin: string;
  /** Called when the readers are there, before the first delta. */
  readonly begin: () => Promise<void>;
  /** Called after the last delta: how many were made, and how many calls' texts are kept whole. */
  readonly finish: () => Promise<{ readonly made: number; readonly exact: number }>;
};

/** Calls are spread over so many people, each with one browser. */
export const feeds = 10;

/** What is passed on in bundles is passed on this often, ours too. */
export const bundleMs = 100;
