import { statuses } from '../../../shared/engine/job.ts';
import { type DocumentId, documentId, isId } from '../../../shared/kernel/brand.ts';

const states = ['unfinished', ...statuses] as const;

/** Which jobs the address of the jobs page asks for; what is left out stands for any. */
export type JobSearch = {
  readonly status?: (typeof states)[number];
  readonly kind?: string;
  readonly document?: DocumentId;
  /** Days as a date field has them, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly q?: string;
};

/** Reads it from an address; what makes no sense there is left out. */
export function readJobSearch(raw: Record<string, unknown>): JobSearch {
  const status = states.find((state) => state === raw['status']);
  const [kind, document, from, to, q] = ['kind', 'document', 'from', 'to', 'q'].map((name) => textOf(raw[name]));
  return {
    ...(status && { status }),
    ...(kind && { kind: kind.slice(0, 80) }),
    ...(document && isId(document) && { document: documentId(document) }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(q && { q: q.slice(0, 200) }),
  };
}

/** A word that looks like a number comes out of an address as one. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
