import { findings, sentencesOf } from './demo-evidence.ts';

/**
 * The text as its author's feedback asks for it, as far as rearranging sentences goes: shorter, as a list, or, for any other wish, with
 * what the sources say about it. What the feedback does not touch stays as it is.
 */
export function demoRefined({ text, feedback }: { readonly text: string; readonly feedback: string }, sources: string): string {
  const wantsShorter = /\b(?:shorter|shorten|short|brief(?:er)?|concise|cut|trim|fewer)\b/i.test(feedback);
  const wantsList = /\b(?:list|bullets?|points)\b/i.test(feedback);
  const kept = wantsShorter ? mostTelling(text, feedback) : null;
  if (wantsList) return (kept ?? sentencesOf(text)).map((sentence) => `- ${sentence}`).join('\n') || text;
  if (kept !== null) return kept.join(' ') || text;
  const more = findings(sources, feedback).filter(({ sentence }) => !text.includes(sentence));
  const added = more.slice(0, addedSentences).map(({ sentence }) => sentence);
  return added.length === 0 ? text : `${text.trimEnd()}\n\n${added.join(' ')}`;
}

const addedSentences = 3;

/** Half of a text's sentences, those that fit the feedback first, in the text's own order. */
function mostTelling(text: string, feedback: string): readonly string[] {
  const all = sentencesOf(text);
  const wanted = Math.ceil(all.length / 2);
  const best = new Set(
    findings(text, feedback)
      .slice(0, wanted)
      .map(({ sentence }) => sentence),
  );
  return all.filter((sentence) => best.has(sentence));
}
