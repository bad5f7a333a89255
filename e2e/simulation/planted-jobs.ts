import { edit, type Planted } from './planted-bug.ts';

/** Bugs of leases, reports and what a person asks of a job. */
export const jobBugs: Readonly<Record<string, Planted>> = {
  'no epoch check': {
    from: 78,
    edits: [
      edit(
        'shared/engine/lease.ts',
        'job.lease !== null && job.lease.driver === fence.driver && job.lease.epoch === fence.epoch;',
        'job.lease !== null;',
      ),
    ],
  },
  "a dead driver's lease renewed": {
    from: 125,
    edits: [edit('shared/engine/lease.ts', 'job.lease !== null && holds(job, fence) ?', 'job.lease !== null ?')],
  },
  'a zombie of the same device': {
    from: 18,
    edits: [
      edit(
        'shared/engine/lease.ts',
        "if (isPredecessor(driver, held.driver)) return err({ type: 'replaced' });",
        'if (isPredecessor(driver, held.driver)) return ok({ ...held, driver, expiresAt });',
      ),
    ],
  },
  "a late beacon gives away the successor's lease": {
    from: 244,
    edits: [
      edit(
        'server/jobs/leases.ts',
        'next: holds(job, given) ? { ...job, lease: null } : job,\n',
        'next: job.lease === null ? job : { ...job, lease: null },\n',
      ),
    ],
  },
  'a live lease is taken': {
    from: 18,
    edits: [edit('shared/engine/lease.ts', '&& held.expiresAt > now)', '&& held.expiresAt > now + 1e9)')],
  },
  'finish by both sides': {
    from: 125,
    edits: [
      edit(
        'server/jobs/report.ts',
        "if (!holds(job, said) || job.lease === null) return { next: job, answer: 'stale_epoch' };",
        "if (job.lease === null) return { next: job, answer: 'stale_epoch' };",
      ),
    ],
  },
  'a result applied twice': {
    from: 151,
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
  'manual retry starting at attempt 1': {
    from: 7,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "step.status === 'failed' ? step.attempt + 1 : step.attempt",
        "step.status === 'failed' ? 1 : step.attempt",
      ),
    ],
  },
  'an offline cancel after completion that wins': {
    from: 8,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "return isEnded(job) ? err({ type: 'too_late' }) : ok(toStatus(job, { status: 'cancelled', endedAt: event.at }));",
        "return ok(toStatus(job, { status: 'cancelled', endedAt: event.at }));",
      ),
    ],
  },
  'a pause starts steps': {
    from: 519,
    edits: [
      edit('shared/engine/transition.ts', "if (job.status === 'paused' || (job.status === 'running' && job.pausing) ||", 'if ('),
    ],
  },
  'an attempt is used twice': {
    from: 4,
    edits: [
      edit(
        'shared/engine/transition.ts',
        'const next = { attempt: step.attempt + 1, failure };',
        'const next = { attempt: step.attempt, failure };',
      ),
    ],
  },
  'a done step is run again': {
    from: 47,
    edits: [
      edit(
        'shared/engine/transition.ts',
        "const isStopped = step.status === 'failed' ||",
        "const isStopped = step.status === 'failed' || step.status === 'done' ||",
      ),
    ],
  },
  'two jobs write to one block': {
    from: 13,
    edits: [
      edit(
        'server/jobs/accept.ts',
        'return new Set([...holders].filter(([, holder]) => holder !== job.id).map(([block]) => block));',
        'return new Set([...holders].filter(() => job.epoch < 0).map(([block]) => block));',
      ),
    ],
  },
};
