import { z } from 'zod/mini';
import { revisionId } from '../kernel/brand.ts';
import { maxTextChars } from '../records/limits.ts';
import { blockRefineKind, maxFeedbackChars } from './kinds.ts';
import { oneBlock } from './one-block.ts';
import { inputParser } from './parsing.ts';
import type { Recipe } from './recipe.ts';
import { briefSourceSchema, maxPromptChars, maxSources } from './sources.ts';

const id = z.string().check(z.minLength(1), z.maxLength(120));

/** Writes a block's text anew from the text as it stands and what its author wants changed. */
const blockRefineInput = z.object({
  documentId: id,
  documentTitle: z.string().check(z.maxLength(500)),
  blockId: id,
  /** Empty for a block that has none. */
  prompt: z.string().check(z.maxLength(maxPromptChars)),
  /** The revision whose text this is (J10). */
  anchor: id,
  text: z.string().check(z.minLength(1), z.maxLength(maxTextChars)),
  feedback: z.string().check(z.minLength(1), z.maxLength(maxFeedbackChars)),
  sources: z.array(briefSourceSchema).check(z.maxLength(maxSources)),
});
export type BlockRefineInput = Readonly<z.infer<typeof blockRefineInput>>;

export const blockRefine: Recipe<BlockRefineInput> = {
  ...blockRefineKind,
  parse: inputParser(blockRefineInput),
  ...oneBlock<BlockRefineInput>({
    title: 'Write the text anew',
    taskOf,
    written: ({ text }, input) => ({ anchor: revisionId(input.anchor), text, feedback: input.feedback }),
  }),
};

const textFollows = 'This is the part as it stands:';
const feedbackFollows =
  'Its author wants it changed as follows. Write the whole part anew: do what the author asks, and keep what the author does not speak of.';

function taskOf({ documentTitle, prompt, text, feedback }: BlockRefineInput): string {
  const parts = [
    documentTitle === '' ? null : `The document is titled “${documentTitle}”.`,
    prompt.trim() === '' ? null : `The prompt for this part was:\n\n${prompt}`,
    `${textFollows}\n\n${text}`,
    `${feedbackFollows}\n\n${feedback}`,
  ];
  return parts.filter((part) => part !== null).join('\n\n');
}

/** What a refining task is about, read back from its words; null for any other task. For a model that cannot read by itself. */
export function readRefineTask(task: string): { readonly text: string; readonly feedback: string } | null {
  const [textAt, feedbackAt] = [task.indexOf(`${textFollows}\n\n`), task.lastIndexOf(`${feedbackFollows}\n\n`)];
  if (textAt < 0 || feedbackAt < textAt) return null;
  const text = task.slice(textAt + textFollows.length, feedbackAt).trim();
  return { text, feedback: task.slice(feedbackAt + feedbackFollows.length).trim() };
}
