import { z } from 'zod/mini';
import { revisionId } from '../kernel/brand.ts';
import { blockGenerateKind } from './kinds.ts';
import { oneBlock } from './one-block.ts';
import { inputParser } from './parsing.ts';
import type { Recipe } from './recipe.ts';
import { briefSourceSchema, maxPromptChars, maxSources } from './sources.ts';

const id = z.string().check(z.minLength(1), z.maxLength(120));

/** Writes one block from its prompt and the sources; with `continueFrom`, goes on where a cut-off text ended. */
const blockGenerateInput = z.object({
  documentId: id,
  documentTitle: z.string().check(z.maxLength(500)),
  blockId: id,
  prompt: z.string().check(z.minLength(1), z.maxLength(maxPromptChars)),
  /** The block's current revision when the job was made; null if it was empty (J10). */
  anchor: z.nullable(id),
  /** The cut-off text to go on from, with the revision it stands in; null for a new text. */
  continueFrom: z.nullable(z.object({ revisionId: id, text: z.string() })),
  sources: z.array(briefSourceSchema).check(z.maxLength(maxSources)),
});
export type BlockGenerateInput = Readonly<z.infer<typeof blockGenerateInput>>;

export const blockGenerate: Recipe<BlockGenerateInput> = {
  ...blockGenerateKind,
  parse: inputParser(blockGenerateInput),
  ...oneBlock<BlockGenerateInput>({
    title: 'Write the text',
    taskOf,
    written: ({ text }, input) => ({
      anchor: input.anchor === null ? null : revisionId(input.anchor),
      text: joinedText(input, text),
    }),
  }),
};

function taskOf(input: BlockGenerateInput): string {
  const title = input.documentTitle === '' ? '' : `The document is titled “${input.documentTitle}”.\n\n`;
  if (input.continueFrom === null) return `${title}${input.prompt}`;
  return [
    `${title}The prompt for this part was:\n\n${input.prompt}`,
    `The text below was cut off. Go on exactly where it ends, with its next word; do not repeat any of it.\n\n${input.continueFrom.text}`,
  ].join('\n\n');
}

/** The cut-off text and what follows it; a space only where both sides would run together as words. */
export function joinedText({ continueFrom }: Pick<BlockGenerateInput, 'continueFrom'>, text: string): string {
  if (continueFrom === null) return text;
  const before = continueFrom.text;
  const isGlued = /[\p{L}\p{N},;:.!?]$/u.test(before) && /^[\p{L}\p{N}]/u.test(text);
  return isGlued ? `${before} ${text}` : `${before}${text}`;
}
