import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { statuses } from '../../../shared/engine/job.ts';
import { isId } from '../../../shared/kernel/brand.ts';
import { useDocument, useLibrary } from '../../store/live.ts';
import { statusInWords } from '../status.tsx';
import { useChosen } from '../ui/chosen.ts';
import { isFiltered } from './job-filter.ts';
import { type JobSearch, readJobSearch } from './job-search.ts';
import { kindInWords, knownKinds } from './kind-words.ts';

type JobFiltersProps = { readonly search: JobSearch; readonly onChange: (search: JobSearch) => void };

/** What jobs are looked for by: words of their title, status, kind, document and day. */
export function JobFilters({ search, onChange }: JobFiltersProps) {
  const set = (name: keyof JobSearch) => (value: string) => onChange(readJobSearch({ ...search, [name]: value }));
  const [typed, type] = useChosen(search.q ?? '', async (words) => {
    set('q')(words);
    return true;
  });
  const kinds = search.kind === undefined || knownKinds.includes(search.kind) ? knownKinds : [...knownKinds, search.kind];
  return (
    <search className="job-filters">
      <div className="search">
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <input
          type="search"
          aria-label="Search jobs"
          placeholder="Search jobs"
          maxLength={200}
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      <Choice name="Status" value={search.status} onChoose={set('status')}>
        <option value="unfinished">Not finished</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {statusInWords(status)}
          </option>
        ))}
      </Choice>
      <Choice name="Kind" value={search.kind} onChoose={set('kind')}>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kindInWords(kind)}
          </option>
        ))}
      </Choice>
      <DocumentChoice value={search.document} onChoose={set('document')} />
      <Day name="From" value={search.from} onChoose={set('from')} />
      <Day name="To" value={search.to} onChoose={set('to')} />
      {isFiltered(search) && (
        <button type="button" className="link-button" onClick={() => onChange({})}>
          Show all jobs
        </button>
      )}
    </search>
  );
}

type FieldProps = { readonly name: string; readonly value: string | undefined; readonly onChoose: (value: string) => void };

function Choice({ name, value, onChoose, children }: FieldProps & { readonly children: ReactNode }) {
  const id = useId();
  return (
    <div className="job-filter">
      <label htmlFor={id}>{name}</label>
      <select id={id} className="select" value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">Any</option>
        {children}
      </select>
    </div>
  );
}

function Day({ name, value, onChoose }: FieldProps) {
  const id = useId();
  return (
    <div className="job-filter job-filter-day">
      <label htmlFor={id}>{name}</label>
      <input id={id} type="date" className="select" value={value ?? ''} onChange={(event) => onChoose(event.target.value)} />
    </div>
  );
}

/** So many of the documents that were changed last are offered; another is chosen by the address, from its own jobs. */
const offered = 100;

function DocumentChoice({
  value,
  onChoose,
}: {
  readonly value: JobSearch['document'];
  readonly onChoose: FieldProps['onChoose'];
}) {
  const documents = useLibrary({ project: null, before: null, downTo: null, limit: offered })?.documents ?? [];
  const isOffered = value === undefined || documents.some(({ id }) => id === value);
  return (
    <Choice name="Document" value={value} onChoose={(id) => onChoose(isId(id) ? id : '')}>
      {documents.map(({ id, title }) => (
        <option key={id} value={id}>
          {title || 'Untitled'}
        </option>
      ))}
      {!isOffered && <OtherDocument id={value} />}
    </Choice>
  );
}

function OtherDocument({ id }: { readonly id: NonNullable<JobSearch['document']> }) {
  const document = useDocument(id);
  return <option value={id}>{document === null ? 'A document that is gone' : document?.title || 'Untitled'}</option>;
}
