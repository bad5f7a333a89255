import { revisionId } from '../../shared/kernel/brand.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import type { Actions } from '../ports.ts';

/** Names the revision of a person's turn of typing; writes nothing. */
export const beginSitting =
  (newId: NewId): Actions['beginSitting'] =>
  (block, basedOn) => ({ block, revision: revisionId(newId()), basedOn });
