import type { Settings, StoredSettings } from './records.ts';

/* The defaults, without the schemas: a page that only reads settings loads none. */

/** What holds for a person who has not changed anything. */
export const defaultSettings: Settings = {
  id: 'settings',
  whenILeave: 'go-on',
  lostCall: 'retry',
  defaultModel: 'default',
  maxOutputTokens: null,
  theme: 'auto',
  callsAtOnce: null,
  monthlyCap: null,
  keepFinishedDays: 30,
  dropProgramJobsDaily: false,
};

/** A person's choices over the defaults. */
export const settingsIn = (stored: StoredSettings | null | undefined): Settings => ({ ...defaultSettings, ...stored });
