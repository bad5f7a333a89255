import { projectId, sourceId } from '../../shared/kernel/brand.ts';
import type { Source } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import { type Action, type Deed, picked, type Work } from './deed.ts';

/** What a person does to keep order: names, projects, sources, texts to choose between, what may be spent. */
const upkeeps = [
  'set-prompt',
  'rename',
  'project',
  'file',
  'unfile',
  'source',
  'sources',
  'edit-source',
  'delete-source',
  'choose',
  'dismiss',
  'cap',
  'uncap',
] as const satisfies readonly Deed[];
export type Upkeep = (typeof upkeeps)[number];

/** Whether a deed is one of these. */
export const isUpkeep = (deed: Deed): deed is Upkeep => upkeeps.some((each) => each === deed);

/** A cap that the next call or so reaches, in dollars. */
const smallCap = 0.000_4;

/** Does it; false if there is nothing to do it to. */
export async function keepOrder(work: Work, deed: Upkeep, { pick, word }: Action): Promise<boolean> {
  const change = changeOf(work, deed, pick, word);
  if (change !== null) await work.write(change);
  return change !== null;
}

function changeOf(work: Work, deed: Upkeep, pick: number, word: string): Change | null {
  const { rows } = work;
  switch (deed) {
    case 'project':
    case 'file':
    case 'unfile':
      return projectChange(work, deed, pick, word);
    case 'source':
    case 'sources':
    case 'edit-source':
    case 'delete-source':
      return sourceChange(work, deed, pick, word);
    case 'set-prompt': {
      const block = picked([...rows.blocks.values()], pick);
      return block === null ? null : { type: 'patch-block', id: block.id, fields: { prompt: `Tell of ${word}` } };
    }
    case 'rename': {
      const document = picked([...rows.documents.values()], pick);
      return document === null ? null : { type: 'patch-document', id: document.id, fields: { title: `Report ${word}` } };
    }
    case 'choose': {
      const revision = picked([...rows.revisions.values()], pick);
      const block = revision === null ? undefined : rows.blocks.get(revision.blockId);
      if (revision === null || block === undefined) return null;
      return { type: 'choose-revision', id: block.id, revision: revision.id, seen: block.current };
    }
    case 'dismiss': {
      const block = picked(
        [...rows.blocks.values()].filter(({ aside }) => aside !== null),
        pick,
      );
      return block === null || block.aside === null ? null : { type: 'dismiss-aside', id: block.id, aside: block.aside };
    }
    case 'cap':
      return { type: 'patch-settings', fields: { monthlyCap: smallCap } };
    case 'uncap':
      return { type: 'patch-settings', fields: { monthlyCap: null } };
  }
}

function projectChange(work: Work, deed: 'project' | 'file' | 'unfile', pick: number, word: string): Change | null {
  const { rows, device, newId } = work;
  const project = picked([...rows.projects.values()], pick);
  const document = picked([...rows.documents.values()], pick);
  if (deed === 'project' && (project === null || pick < 0.5)) {
    const createdAt = device.clock.now();
    return { type: 'create-project', project: { id: projectId(newId()), name: `Project ${word}`, createdAt } };
  }
  if (project === null) return null;
  if (deed === 'project') return { type: 'rename-project', id: project.id, name: `Project ${word}` };
  if (deed === 'unfile') return { type: 'delete-project', id: project.id };
  return document === null ? null : { type: 'patch-document', id: document.id, fields: { projectId: project.id } };
}

function sourceChange(
  work: Work,
  deed: 'source' | 'sources' | 'edit-source' | 'delete-source',
  pick: number,
  word: string,
): Change | null {
  const { rows } = work;
  const document = picked([...rows.documents.values()], pick);
  const source = picked([...rows.sources.values()], pick);
  switch (deed) {
    case 'source':
    case 'sources': {
      if (document === null) return null;
      const [first, ...more] = Array.from({ length: 2 }, (_, at) => newSource(work, document.id, `${word}, ${at}`));
      if (first === undefined) return null;
      if (deed === 'source') return { type: 'create-source', source: first };
      return { type: 'create-sources', documentId: document.id, sources: [first, ...more] };
    }
    case 'edit-source':
      return source === null ? null : { type: 'patch-source', id: source.id, fields: { title: `Source ${word}` } };
    case 'delete-source':
      return source === null ? null : { type: 'delete-source', id: source.id };
  }
}

function newSource({ device, newId }: Work, document: Source['documentId'], word: string): Source {
  const facts = { role: 'evidence' as const, type: '', date: null, author: '', url: '' };
  const text = `What ${word} is, told at length. `.repeat(12);
  return { id: sourceId(newId()), documentId: document, title: word, text, createdAt: device.clock.now(), ...facts };
}
