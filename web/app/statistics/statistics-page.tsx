import '../jobs/facts.css';
import './statistics.css';
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId } from 'react';
import { type Statistics, type StatisticsMinutes, statisticsMinutes, useStatistics } from '../../remote/statistics-query.ts';
import { useConnection } from '../shell/connection.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter } from '../time-hooks.ts';
import { inSilence, latePart } from '../ui/late-part.tsx';
import { CallTable, EndTable, FailureTable, KindTable } from './statistics-tables.tsx';
import { chartInWords, endsOf, errorRateInWords, estimatesInWords, rateInWords, spanWords } from './statistics-words.ts';

const EndsChart = latePart(async () => (await import('./ends-chart.tsx')).EndsChart, inSilence);

/** `/statistics`: how the server did lately: everybody's work for the owner, their own for everybody else. */
export function StatisticsPage() {
  const minutes = useSearch({ from: '/statistics' }).minutes ?? 1_440;
  const { isReachable, data, isError, again } = useStatistics(minutes);
  const isConnecting = useConnection().type === 'connecting';
  return (
    <>
      <title>Statistics · Meanwhile</title>
      <PageHeader parent={{ to: '/jobs', label: 'Jobs' }} here="Statistics" />
      <div className="page">
        <div className="page-top">
          <h1>Statistics</h1>
          <SpanChoice minutes={minutes} />
        </div>
        {!isReachable && !isConnecting && (
          <p className="statistics-note" role="status">
            {data
              ? 'The server cannot be reached. These are its last figures.'
              : 'The server keeps these figures, and it cannot be reached just now.'}
          </p>
        )}
        {isReachable && isError && (
          <div className="statistics-note" role="alert">
            <p>The server could not give its figures.</p>
            <Button variant="default" onClick={again}>
              Try again
            </Button>
          </div>
        )}
        {data === undefined ? (
          (isReachable || isConnecting) && !isError && <Skeleton />
        ) : (
          <Figures statistics={data} minutes={minutes} />
        )}
      </div>
    </>
  );
}

function SpanChoice({ minutes }: { readonly minutes: StatisticsMinutes }) {
  const id = useId();
  const navigate = useNavigate({ from: '/statistics' });
  return (
    <div className="span-choice">
      <label htmlFor={id} className="note">
        Shown
      </label>
      <select
        id={id}
        className="select"
        value={minutes}
        onChange={(event) => {
          const chosen = statisticsMinutes.find((each) => String(each) === event.target.value);
          void navigate({ search: chosen === undefined ? {} : { minutes: chosen }, replace: true });
        }}
      >
        {statisticsMinutes.map((each) => (
          <option key={each} value={each}>
            {spanWords[each]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Figures({ statistics, minutes }: { readonly statistics: Statistics; readonly minutes: StatisticsMinutes }) {
  const ends = endsOf(statistics);
  if (ends.completed + ends.failed + ends.cancelled === 0)
    return (
      <div className="empty">
        <p className="empty-lead">No job ended in {spanWords[minutes]}. Choose a longer time, or come back after the next job.</p>
        <p>
          <Link to="/jobs">To the jobs</Link>
        </p>
      </div>
    );
  const facts = [
    ['Jobs a minute', rateInWords(statistics.jobsPerMinute)],
    ['Completed', ends.completed.toLocaleString('en')],
    ['Failed', `${ends.failed.toLocaleString('en')} (${errorRateInWords(ends)})`],
    ['Cancelled', ends.cancelled.toLocaleString('en')],
    ['Inside their estimate', estimatesInWords(statistics.estimates)],
  ] as const;
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className="statistics-part" aria-labelledby="ends">
        <h2 id="ends">Jobs that ended</h2>
        <p className="note legend" aria-hidden="true">
          <span className="legend-completed">Completed</span>
          <span className="legend-failed">Failed</span>
        </p>
        <div role="img" aria-label={chartInWords(statistics, minutes)} className="chart-place">
          <EndsChart statistics={statistics} minutes={minutes} />
        </div>
        <details className="details">
          <summary>The same as a table</summary>
          <EndTable statistics={statistics} minutes={minutes} />
        </details>
      </section>
      <KindTable kinds={statistics.kinds} />
      {statistics.failures.length > 0 && <FailureTable failures={statistics.failures} />}
      {statistics.calls.length > 0 && <CallTable calls={statistics.calls} />}
    </>
  );
}

function Skeleton() {
  const isSlow = useAfter(200);
  if (!isSlow) return null;
  return (
    <div aria-hidden="true">
      {[40, 100, 88, 72].map((width) => (
        <div key={width} className="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
