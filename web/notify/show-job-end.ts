import { isId } from '../../shared/kernel/brand.ts';
import type { JobEnd } from '../ports.ts';
import type { EndKey } from '../store/meta.ts';

/** What a tab asks of the service worker when nobody looks. */
export type ShowJobEnd = { readonly type: 'showJobEnd'; readonly key: EndKey; readonly end: JobEnd };

/** Reads a message of a tab; null if it is another one. */
export function parseShowJobEnd(data: unknown): ShowJobEnd | null {
  if (typeof data !== 'object' || data === null) return null;
  const message = data as Partial<ShowJobEnd>;
  const isWhole = message.type === 'showJobEnd' && typeof message.key === 'string' && isId(message.end?.documentId ?? '');
  return isWhole ? (message as ShowJobEnd) : null;
}

/** What the notification says. */
export function jobEndInWords({ outcome, title }: JobEnd): { readonly title: string; readonly body: string } {
  const name = title === '' ? 'Your text' : title;
  switch (outcome) {
    case 'completed':
      return { title: 'Your text is ready', body: name };
    case 'truncated':
      return { title: 'Your text was cut off at the length limit', body: name };
    case 'failed':
      return { title: 'Your text could not be finished', body: name };
  }
}

/** The page that shows the result. */
export const pageOf = ({ documentId }: JobEnd): string => `/documents/${documentId}`;
