import { type AccountId, accountId } from '../../shared/kernel/brand.ts';

/*
 * The names by which tabs and engines of one origin find each other. All carry the account: two accounts in one browser never meet.
 */

/** A worker of the engine: `start` counts the workers that were started, so that a dead or hung one's name is never used again. */
export type WorkerName = { readonly account: AccountId; readonly build: string; readonly start: number };

/** The worker's own name, and that of the lock that it holds for as long as it lives. */
export const nameOfWorker = ({ account, build, start }: WorkerName): string => `engine-${account}-${build}-${start}`;

/** Null if it is no worker's name. */
export function parseWorkerName(name: string): WorkerName | null {
  const parts = /^engine-(.+)-([0-9a-f]{12}|dev)-([1-9][0-9]*)$/.exec(name);
  const [, account, build, start] = parts ?? [];
  if (account === undefined || build === undefined || start === undefined) return null;
  return { account: accountId(account), build, start: Number(start) };
}

/** The lock of the one engine that runs, whatever its build. */
export const seatLock = (account: AccountId): string => `seat-${account}`;
/** Held while a tab looks for an engine or starts one, so that two tabs do not start two. */
export const startLock = (account: AccountId): string => `start-${account}`;
/** Held by a tab for as long as it is open. */
export const tabLock = (account: AccountId, tab: string): string => `tab-${account}-${tab}`;
/** Where the engines of an account talk to each other. */
export const engineChannel = (account: AccountId): string => `engines-${account}`;
