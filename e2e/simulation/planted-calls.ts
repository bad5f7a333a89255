import { edit, type Planted } from './planted-bug.ts';

/** Bugs of the ledger and of what it owes the provider. */
export const callBugs: Readonly<Record<string, Planted>> = {
  'provider before claim': {
    from: 1,
    edits: [
      edit(
        'server/jobs/claim-step.ts',
        'return { ...decision, afterCommit: decision.answer.send };',
        'decision.answer.send();\n      return decision;',
      ),
    ],
  },
  'the call aborted on lease loss': {
    from: 17,
    edits: [
      edit(
        'server/jobs/leases.ts',
        'next: holds(job, given) ? { ...job, lease: null } : job,\n',
        'next: holds(job, given) ? { ...job, lease: null } : job,\n    afterCommit: () => deps.ledger.cancel(given.job),\n',
      ),
    ],
  },
  'a runner that wakes after lost and appends': {
    from: 18,
    edits: [edit('server/store/call-log.ts', "      .where('owner', '=', owner)\n      .where('open', '=', 1)\n", '')],
  },
  'a process is given up too early': {
    from: 18,
    edits: [edit('server/ledger/beside-others.ts', 'const goneMs = 10_000;', 'const goneMs = 2_000;')],
  },
  'a cancel is not heard at the other process': {
    from: 403,
    edits: [edit('server/jobs/obey-cancels.ts', "if (job?.status === 'cancelled') ledger.cancel(id);", '')],
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
    from: 483,
    edits: [edit('server/ledger/settle.ts', 'await sleep(waitMs);', 'return;')],
  },
  'calls of an earlier process stay open': {
    from: 4,
    edits: [
      edit('server/jobs/recover.ts', 'const lost = await ledger.voidPredecessors();', 'const lost: readonly unknown[] = [];'),
    ],
  },
  'a cancel does not reach the provider': {
    from: 386,
    edits: [
      edit(
        'server/jobs/intents.ts',
        "if (next.status === 'cancelled') deps.ledger.cancel(id);",
        'if (false) deps.ledger.cancel(id);',
      ),
    ],
  },
  'retry-after is not heard': {
    from: 633,
    edits: [edit('shared/engine/retry.ts', 'Math.max(backoffMs, failure.retryAfterMs ?? 0)', 'backoffMs')],
  },
  'a pause of the provider is not heard': {
    from: 33,
    edits: [
      edit(
        'server/ledger/run.ts',
        'const onPause = (forMs: number) => turns.hold(call.model, forMs);',
        'const onPause = () => undefined;',
      ),
    ],
  },
};
