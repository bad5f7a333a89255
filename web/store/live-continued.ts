import type { Job } from '../../shared/engine/job.ts';
import { type BlockGenerateInput, blockGenerate } from '../../shared/recipes/block-generate.ts';
import { useLive } from './live.ts';

/** The cut-off text that a job goes on from; null if it goes on from none, or was made on another device: its brief is not here then. */
export const useContinued = (job: Job | null): BlockGenerateInput['continueFrom'] | undefined =>
  useLive(`continued by ${job?.id}`, async ({ briefs }) => {
    if (job === null || job.kind !== blockGenerate.kind) return null;
    const brief = (await briefs.get(job.brief))?.brief;
    const input = brief === undefined ? null : blockGenerate.parse(brief.input);
    return input?.ok ? input.value.continueFrom : null;
  });
