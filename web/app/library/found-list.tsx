import type { Job } from '../../../shared/engine/job.ts';
import type { Project } from '../../../shared/records/records.ts';
import type { SearchAnswer } from '../../ports.ts';
import { folded } from '../../search/folded.ts';
import { useActiveJobs } from '../../store/live.ts';
import { useFailedLast } from '../../store/live-jobs.ts';
import { counted } from '../numbers.ts';
import { useNow } from '../time-hooks.ts';
import { PlainList } from '../ui/plain-list.tsx';
import { DocumentRow } from './document-row.tsx';
import { markedParts } from './marked-parts.ts';

const noJobs: readonly Job[] = [];

type FoundListProps = {
  readonly search: string;
  readonly found: SearchAnswer | null;
  readonly projects: readonly Project[];
  readonly onClear: () => void;
};

/** The documents that a search found, each with the line that has the words. */
export function FoundList({ search, found, projects, onClear }: FoundListProps) {
  const jobs = useActiveJobs() ?? noJobs;
  const now = useNow(60_000);
  const failed = useFailedLast(found?.hits.map(({ document }) => document.id) ?? []);
  return (
    <>
      <p className="note found-note" role="status">
        {foundInWords(search, found)}{' '}
        {found?.hits.length === 0 && (
          <button type="button" className="link-button" onClick={onClear}>
            Show all documents
          </button>
        )}
      </p>
      <PlainList className="document-list">
        {found?.hits.map(({ document, line }) => (
          <DocumentRow
            key={document.id}
            document={document}
            isFailed={failed?.has(document.id) ?? false}
            jobs={jobs.filter((job) => job.documentId === document.id)}
            now={now}
            projects={projects}
            isInFolder={false}
            line={line === null ? null : <Line line={line} words={found.words} />}
          />
        ))}
      </PlainList>
    </>
  );
}

function foundInWords(search: string, found: SearchAnswer | null): string {
  if (found === null) return '';
  const more = found.isComplete ? '' : ' Still reading your documents.';
  if (found.hits.length > 0) return `${counted(found.hits.length, 'document')}.${more}`;
  return found.isComplete ? `Nothing has “${search.trim()}” in it.` : 'Still reading your documents.';
}

/** Words that were found are marked. */
function Line({ line, words }: { readonly line: string; readonly words: readonly string[] }) {
  return markedParts(line, words, folded).map(({ text, isMarked, at }) =>
    isMarked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  );
}
