import type { PersonEvent } from './deed.ts';
import type { FaultEvent } from './fault-plan.ts';
import type { Plan } from './plan.ts';
import type { ProgramEvent } from './program.ts';
import type { ServerStorage } from './server-storage.ts';
import { simulate } from './simulate.ts';
import type { Broken } from './witness.ts';

/** Runs that a shrinking may take. */
const maxRuns = 150;

/** Leaves out of a failing scenario whatever it fails without, and tells what is left as a story. */
export async function shrink(storage: ServerStorage, plan: Plan, broken: Broken): Promise<string> {
  let runs = 0;
  let [smallest, last] = [plan, { broken, trace: [] as readonly string[] }];
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    if (runs >= maxRuns) return false;
    runs += 1;
    const outcome = await simulate(storage, candidate, () => undefined);
    if (outcome.broken?.promise !== broken.promise) return false;
    [smallest, last] = [candidate, { broken: outcome.broken, trace: outcome.trace }];
    return true;
  };
  await stillFails(plan);
  for (const fault of plan.faults) await stillFails({ ...smallest, faults: smallest.faults.filter((other) => other !== fault) });
  for (const action of plan.actions)
    await stillFails({ ...smallest, actions: smallest.actions.filter((other) => other !== action) });
  for (const event of plan.programs)
    await stillFails({ ...smallest, programs: smallest.programs.filter((other) => other !== event) });
  const said = [
    ...smallest.programs.map(programLine),
    ...smallest.actions.map(actionLine),
    ...smallest.faults.map(faultLine),
  ].toSorted((a, b) => a.at - b.at);
  return [
    `[${last.broken.promise}] ${last.broken.detail}`,
    'What was planned:',
    ...said.map(({ at, line }) => `  ${at} ms  ${line}`),
    'What happened last:',
    ...last.trace.slice(-40).map((line) => `  ${line}`),
  ].join('\n');
}

const actionLine = ({ at, tab, deed, pick }: PersonEvent) => ({ at, line: `tab ${tab}: ${deed} (${pick.toFixed(3)})` });
const programLine = ({ at, deed, pick }: ProgramEvent) => ({ at, line: `a program: ${deed} (${pick.toFixed(3)})` });
const faultLine = ({ at, ...fault }: FaultEvent) => ({ at, line: JSON.stringify(fault) });
