import { blockAnalyzeKind, blockGenerateKind, blockRefineKind, documentGenerateKind } from '../../../shared/recipes/kinds.ts';

const words: Readonly<Record<string, string>> = {
  [blockGenerateKind.kind]: 'Text',
  [blockRefineKind.kind]: 'Refinement',
  [blockAnalyzeKind.kind]: 'Analysis',
  [documentGenerateKind.kind]: 'Whole document',
};

/** The kinds of work that can be looked for. */
export const knownKinds: readonly string[] = Object.keys(words);

/** What a kind of work is called; one that this build does not know stands for itself. */
export const kindInWords = (kind: string): string => words[kind] ?? kind;
