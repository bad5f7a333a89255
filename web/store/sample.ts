import { generateNKeysBetween } from 'fractional-indexing';
import { type DocumentId, documentId, sourceId } from '../../shared/kernel/brand.ts';
import { err } from '../../shared/kernel/result.ts';
import type { Done, NewSource } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';
import { createBlock, createDocument, createSource } from './document-actions.ts';

/** A merged pull request as `gh pr list --json …` prints it; what a source is made of. */
export type SamplePullRequest = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly mergedAt: string;
  readonly url: string;
  readonly author: { readonly login: string };
};

/** Fetches the sample's evidence; null if it cannot be had. */
export type FetchSample = () => Promise<readonly SamplePullRequest[] | null>;

const title = 'Release notes and a review of this quarter’s work on Meanwhile';

const prompts = [
  'Write the release notes of this quarter for people who use Meanwhile: what they can do now that they could not do before, the most useful first, as a short list with one sentence each.',
  'Sum up the three largest pieces of work of this quarter: what each one is for, how it was solved, and what was measured or seen.',
  'Tell how the work makes sure that nothing is lost and nothing is paid for twice. Name the changes that show it.',
  'List the risks and open ends that the descriptions mention, and what should be done about each next quarter.',
] as const;

/** A document about this project's own history, with prompts that are ready to run. */
export async function createSample(deps: ActionDeps, fetchSample: FetchSample): Done<DocumentId> {
  const entries = await fetchSample();
  if (entries === null) return err({ type: 'unreachable' });
  return act(deps, async ({ record }) => {
    const id = documentId(deps.newId());
    await record(createDocument(deps, id, title, null));
    const orders = generateNKeysBetween(null, null, prompts.length);
    for (const [at, prompt] of prompts.entries())
      await record(createBlock(deps, { documentId: id, kind: 'prompt', prompt, order: orders[at] ?? 'a0' }));
    for (const entry of entries) await record(createSource(deps, id, { ...asSource(entry), id: sourceId(deps.newId()) }));
    return id;
  });
}

const asSource = (entry: SamplePullRequest): NewSource => ({
  title: `#${entry.number} ${entry.title}`,
  text: entry.body,
  role: 'evidence',
  type: 'PR_AUTHORED',
  date: entry.mergedAt,
  author: entry.author.login,
  url: entry.url,
});
