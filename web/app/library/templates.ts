import type { NewBlock } from '../../ports.ts';

/** What a new document may begin with. */
export type Template = { readonly name: string; readonly hint: string; readonly blocks: readonly NewBlock[] };

const prompt = (text: string): NewBlock => ({ kind: 'prompt', prompt: text });

/** The beginnings that are offered beside `New document`. */
export const templates: readonly Template[] = [
  {
    name: 'Report',
    hint: 'Four prompts, from the summary to the next steps',
    blocks: [
      prompt('Sum up in one paragraph what the sources show: what was done, what came of it, and why it matters.'),
      prompt(
        'Describe the three most important results, one paragraph each: what was done, by whom, and what changed. Name the sources.',
      ),
      prompt('List the difficulties and open questions that the sources mention, and what was done about each.'),
      prompt('Propose the next steps as a short list: what to do, why, and what it depends on.'),
    ],
  },
  { name: 'Notes', hint: 'One block to write in yourself', blocks: [{ kind: 'text', prompt: '' }] },
  { name: 'Blank', hint: 'No blocks; Generate all plans them from the title', blocks: [] },
];
