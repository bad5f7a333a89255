import type { SourceEdit } from './source-edits.ts';

const edit = (file: string, find: string, put: string): SourceEdit => ({ file, find, put });

type Planted = {
  /** A seed that catches it, or did before the scenarios or the source changed: the search begins here. */
  readonly from: number;
  readonly edits: readonly SourceEdit[];
};

/** Bugs that the simulation must catch, each a change of the shipped source that must still fit it. */
const bugs: Readonly<Record<string, Planted>> = {
  'no epoch check': {
    from: 55,
    edits: [
      edit(
        'shared/engine/lease.ts',
        'job.lease !== null && job.lease.driver === fence.driver && job.lease.epoch === fence.epoch;',
        'job.lease !== null;',
      ),
    ],
  },
  'a lease of another is renewed': {
    from: 124,
    edits: [edit('shared/engine/lease.ts', 'job.lease !== null && holds(job, fence) ?', 'job.lease !== null ?')],
  },
  'a live lease is taken': {
    from: 29,
    edits: [edit('shared/engine/lease.ts', '&& held.expiresAt > now)', '&& held.expiresAt > now + 1e9)')],
  },
  'a replaced engine takes its lease back': {
    from: 57,
    edits: [
      edit(
        'shared/engine/lease.ts',
        "if (isPredecessor(driver, held.driver)) return err({ type: 'replaced' });",
        'if (isPredecessor(driver, held.driver)) return ok({ ...held, driver, expiresAt });',
      ),
    ],
  },
  'the provider is called before the claim is committed': {
    from: 1,
    edits: [
      edit(
        'server/jobs/claim-step.ts',
        'return { ...decision, afterCommit: decision.answer.send };',
        'decision.answer.send();\n      return decision;',
      ),
    ],
  },
  'text is shown before it is written': {
    from: 1,
    edits: [
      edit(
        'server/ledger/log.ts',
        'call.pending += text;\n',
        'call.pending += text;\n      hub.text(call.account, call.id, call.logged + call.pending.length - text.length, text);\n',
      ),
    ],
  },
  'an end that could not be written is thrown away': {
    from: 535,
    edits: [edit('server/ledger/settle.ts', 'await sleep(waitMs);', 'return;')],
  },
  'calls of an earlier process stay open': {
    from: 4,
    edits: [
      edit('server/jobs/recover.ts', 'const lost = await ledger.voidPredecessors();', 'const lost: readonly unknown[] = [];'),
    ],
  },
  'a cancel does not reach the provider': {
    from: 210,
    edits: [
      edit(
        'server/jobs/intents.ts',
        "if (next.status === 'cancelled') deps.ledger.cancel(id);",
        'if (false) deps.ledger.cancel(id);',
      ),
    ],
  },
  'a late cancel wins': {
    from: 15,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "return isEnded(job) ? err({ type: 'too_late' }) : ok(toStatus(job, { status: 'cancelled', endedAt: event.at }));",
        "return ok(toStatus(job, { status: 'cancelled', endedAt: event.at }));",
      ),
    ],
  },
  'a pause starts steps': {
    from: 590,
    edits: [
      edit('shared/engine/transition.ts', "if (job.status === 'paused' || (job.status === 'running' && job.pausing) ||", 'if ('),
    ],
  },
  'a retry begins at the first attempt': {
    from: 16,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "step.status === 'failed' ? step.attempt + 1 : step.attempt",
        "step.status === 'failed' ? 1 : step.attempt",
      ),
    ],
  },
  'an attempt is used twice': {
    from: 3,
    edits: [
      edit(
        'shared/engine/transition.ts',
        'const next = { attempt: step.attempt + 1, failure };',
        'const next = { attempt: step.attempt, failure };',
      ),
    ],
  },
  'a done step is run again': {
    from: 16,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "const isStopped = step.status === 'failed' ||",
        "const isStopped = step.status === 'failed' || step.status === 'done' ||",
      ),
    ],
  },
  'retry-after is not heard': {
    from: 24,
    edits: [edit('shared/engine/retry.ts', 'Math.max(backoffMs, failure.retryAfterMs ?? 0)', 'backoffMs')],
  },
  'a pause of the provider is not heard': {
    from: 1,
    edits: [
      edit(
        'server/ledger/run.ts',
        'const onPause = (forMs: number) => turns.hold(call.model, forMs);',
        'const onPause = () => undefined;',
      ),
    ],
  },
  'a call is hung up when its driver leaves': {
    from: 1,
    edits: [
      edit(
        'server/jobs/leases.ts',
        'next: holds(job, given) ? { ...job, lease: null } : job,\n',
        'next: holds(job, given) ? { ...job, lease: null } : job,\n    afterCommit: () => deps.ledger.cancel(given.job),\n',
      ),
    ],
  },
  'a result is applied twice': {
    from: 39,
    edits: [
      edit('shared/sync/apply-result.ts', "if ((await rows.get('revisions', id)) !== null) return;\n", ''),
      edit(
        'server/jobs/report.ts',
        "step.attempt > attempt || step.status === 'done' || step.status === 'failed'",
        "step.attempt > attempt || step.status === 'failed'",
      ),
      edit('server/jobs/report.ts', "if (isEnded(job) || step.status !== 'running') return", 'if (isEnded(job)) return'),
    ],
  },
  'a result takes the place of an edit': {
    from: 1,
    edits: [
      edit('shared/sync/apply-result.ts', 'const isUntouched = block.current === change.anchor;', 'const isUntouched = true;'),
    ],
  },
  'two jobs write to one block': {
    from: 14,
    edits: [
      edit(
        'server/jobs/accept.ts',
        'return new Set([...holders].filter(([, holder]) => holder !== job.id).map(([block]) => block));',
        'return new Set([...holders].filter(() => job.epoch < 0).map(([block]) => block));',
      ),
    ],
  },
  'a change is applied twice': {
    from: 1,
    edits: [edit('server/sync/push.ts', "if (entry.n <= lastChange) return { type: 'known' };\n", '')],
  },
  'a deletion is not told': {
    from: 2,
    edits: [
      edit(
        'server/store/changed-rows.ts',
        ".select(['table', 'id', 'seq', 'body'])\n",
        ".select(['table', 'id', 'seq', 'body'])\n    .where('body', 'is not', null)\n",
      ),
    ],
  },
  'old rows are taken in': {
    from: 10,
    edits: [edit('shared/sync/replica.ts', 'if (message.cursor < (await tx.state()).cursor) return;\n', '')],
  },
  'a hole in a text is filled by guessing': {
    from: 5,
    edits: [edit('shared/device/live-texts.ts', "if (message.offset > known.text.length) return 'hole';\n", '')],
  },
};

/** The names of all bugs. */
export const plantedNames: readonly string[] = Object.keys(bugs);

/** What plants a bug. */
export function planted(name: string): Planted {
  const bug = bugs[name];
  if (bug === undefined) throw new Error(`No bug is called ${name}. There are: ${plantedNames.join(', ')}.`);
  return bug;
}
