import type { ReactNode } from 'react';
import type { Statistics, StatisticsMinutes } from '../../remote/statistics-query.ts';
import { kindInWords } from '../jobs/kind-words.ts';
import { useModelNames } from '../model-names.ts';
import { errorRateInWords, partInWords, reasonInWords, timeInWords } from './statistics-words.ts';

type TableProps = {
  readonly name: string;
  readonly columns: readonly string[];
  /** A row's first cell names it. */
  readonly rows: readonly (readonly [string, ...(string | number)[]])[];
};

function Part({
  id,
  title,
  note,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="statistics-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p className="note">{note}</p>}
      {children}
    </section>
  );
}

function Table({ name, columns, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="table-place" aria-label={name} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...cells]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>{typeof cell === 'number' ? cell.toLocaleString('en') : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The parts of the span in which anything ended. */
export function EndTable({ statistics, minutes }: { readonly statistics: Statistics; readonly minutes: StatisticsMinutes }) {
  const parts = statistics.parts.filter(({ completed, failed, cancelled }) => completed + failed + cancelled > 0);
  return (
    <Table
      name="Jobs that ended, by time"
      columns={['From', 'Completed', 'Failed', 'Cancelled']}
      rows={parts.map(({ at, completed, failed, cancelled }) => [partInWords(at, minutes), completed, failed, cancelled])}
    />
  );
}

/** How long each kind of work took, and how often it failed. */
export function KindTable({ kinds }: { readonly kinds: Statistics['kinds'] }) {
  return (
    <Part id="kinds" title="By kind" note="Times are of completed jobs, from the first step to the end.">
      <Table
        name="Jobs by kind"
        columns={['Kind', 'Completed', 'Failed', 'Cancelled', 'Error rate', 'Average', '95 of 100 within']}
        rows={kinds.map((kind) => [
          kindInWords(kind.kind),
          kind.completed,
          kind.failed,
          kind.cancelled,
          errorRateInWords(kind),
          timeInWords(kind.averageMs),
          timeInWords(kind.p95Ms),
        ])}
      />
    </Part>
  );
}

/** Why jobs failed, the most frequent first. */
export function FailureTable({ failures }: { readonly failures: Statistics['failures'] }) {
  return (
    <Part id="failures" title="Why jobs failed">
      <Table
        name="Failures by reason"
        columns={['Reason', 'Jobs']}
        rows={failures.map(({ reason, jobs }) => [reasonInWords(reason), jobs])}
      />
    </Part>
  );
}

/** How quickly the provider answered, by model. */
export function CallTable({ calls }: { readonly calls: Statistics['calls'] }) {
  const { nameOfModel } = useModelNames();
  return (
    <Part id="calls" title="The provider’s answers" note="Since the server was last started.">
      <Table
        name="The provider’s answers by model"
        columns={[
          'Model',
          'Calls',
          'Failed',
          'Average',
          '95 of 100 within',
          'First text, half within',
          'First text, 95 of 100 within',
        ]}
        rows={calls.map((call) => [
          nameOfModel(call.model),
          call.calls,
          call.failed,
          timeInWords(call.averageMs),
          timeInWords(call.p95Ms),
          timeInWords(call.firstTextP50Ms),
          timeInWords(call.firstTextP95Ms),
        ])}
      />
    </Part>
  );
}
