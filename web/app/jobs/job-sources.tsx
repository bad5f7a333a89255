import { z } from 'zod/mini';
import type { Job } from '../../../shared/engine/job.ts';
import { type Brief, briefSchema } from '../../../shared/recipes/recipe.ts';
import { type BriefSource, briefSourceSchema } from '../../../shared/recipes/sources.ts';
import { useBriefOfServer } from '../../remote/query.ts';
import { useOwnBrief } from '../../store/live-jobs.ts';
import { counted } from '../numbers.ts';

/** A job's brief, from this device or else from the server; null if neither has it, undefined while nobody knows. */
export function useBrief(job: Job): Brief | null | undefined {
  const own = useOwnBrief(job.brief);
  const server = useBriefOfServer(job.brief, own === null);
  if (own !== null) return own;
  return server.data ? briefSchema.parse(server.data) : server.data;
}

const withSources = z.object({ sources: z.array(briefSourceSchema) });

/** The sources that a job's prompts were made from, as they were when it was asked for. */
export function JobSources({ job }: { readonly job: Job }) {
  const brief = useBrief(job);
  if (brief === undefined || brief === null) return null;
  const read = withSources.safeParse(brief.input);
  const sources: readonly BriefSource[] = read.success ? read.data.sources : [];
  return (
    <section className="job-sources" aria-labelledby="job-sources">
      <h2 id="job-sources">Sources used</h2>
      {sources.length === 0 ? (
        <p className="note">None: it was made from the prompt alone.</p>
      ) : (
        <details className="details">
          <summary>{counted(sources.length, 'source')}, as they were then</summary>
          <ol className="job-source-list">
            {sources.map((source) => (
              <li key={source.id}>
                {source.title || 'Untitled'}
                <span className="note"> {[source.type, source.date, source.author].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
