import type { JobEvent } from './protocol.ts';

/** The text of each step so far, in the order in which they began. */
export type StepTexts = ReadonlyMap<string, { readonly attempt: number; readonly text: string }>;

/** Takes in what an event says: a new attempt replaces the text before it, and what is known already changes nothing. */
export function takeText(texts: StepTexts, event: JobEvent): StepTexts {
  if (event.type !== 'text') return texts;
  const { stepId, attempt, offset, text } = event;
  const known = texts.get(stepId);
  if (known !== undefined && attempt < known.attempt) return texts;
  const before = known?.attempt === attempt ? known.text : '';
  if (offset + text.length <= before.length) return texts;
  return new Map(texts).set(stepId, { attempt, text: before.slice(0, offset) + text });
}

/** All of it as one text. */
export const wholeText = (texts: StepTexts): string => [...texts.values()].map(({ text }) => text).join('\n\n');
