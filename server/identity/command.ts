import { systemClock } from '../clock.system.ts';
import { type Config, readConfig } from '../config.ts';
import { systemNewId, systemNewSecret } from '../random.system.ts';
import { createIdentityStore } from '../store/identity-store.ts';
import { createProgramStore, type ProgramStore } from '../store/program-store.ts';
import { databaseFile, openSqlite } from '../store/sqlite.ts';
import type { IssueDeps } from './issue.ts';

type CommandDeps = IssueDeps & { readonly programs: ProgramStore };

/**
 * Runs one command on the data folder that the environment names, beside a running server or without one, and prints its answer, and
 * nothing else, on stdout.
 */
export async function runCommand(answer: (deps: CommandDeps, config: Config) => Promise<string>): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) return fail(config.error);
  const db = await openSqlite(databaseFile(config.value.dataDir));
  try {
    const store = createIdentityStore(db);
    const deps = { store, programs: createProgramStore(db), clock: systemClock, newId: systemNewId, newSecret: systemNewSecret };
    console.log(await answer(deps, config.value));
  } finally {
    await db.destroy();
  }
}

/** Says on stderr what is wrong; the process then ends with code 1. */
export function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
