import { isEnded, type Job } from '../../shared/engine/job.ts';
import type { Lease } from '../../shared/engine/lease.ts';
import type { JobsTable } from './store-tables.ts';

/** A job as its table keeps it: the lease stands apart from the rest, and what it is found by is there twice. */
export function rowOfJob({ lease, ...rest }: Job): Omit<JobsTable, 'account' | 'id' | 'seq' | 'createdAt'> {
  const { status, kind, documentId, brief } = rest;
  const active = isEnded({ lease, ...rest }) ? 0 : 1;
  return { active, lease: leaseText(lease), status, kind, documentId, brief, body: JSON.stringify(rest) };
}

/** The inverse of `rowOfJob`. */
export function jobOfRow(row: Pick<JobsTable, 'lease' | 'body'>): Job {
  return { ...JSON.parse(row.body), lease: row.lease === null ? null : JSON.parse(row.lease) };
}

/** A lease as its column has it. */
export const leaseText = (lease: Lease | null): string | null => (lease === null ? null : JSON.stringify(lease));
