import type { Source } from '../records/records.ts';
import type { BriefSource } from './sources.ts';

/** A source as a brief freezes it: what a prompt is made from, without what only the library needs (J2). */
export const frozenSource = ({ id, title, text, role, type, date, author, url }: Source): BriefSource => ({
  id,
  title,
  text,
  role,
  type,
  date,
  author,
  url,
});
