import { sha256Hex } from '../../shared/kernel/hash.ts';
import { type Random, testRandom } from '../../shared/kernel/random.ts';

/** One sentence of the sources, with the source's title and its place among all sentences. */
export type Finding = { readonly title: string; readonly sentence: string; readonly at: number };

/**
 * The sentences of the sources, those that fit the task best first. Sentences that stand in the task already are left out, so that
 * going on after a cut-off text brings new ones. The same order for the same request.
 */
export function findings(sources: string, task: string): readonly Finding[] {
  const wanted = wantedWords(task);
  const all = sectionsOf(sources)
    .flatMap(({ title, text }) => sentencesOf(text).map((sentence) => ({ title, sentence })))
    .map((found, at) => ({ ...found, at }))
    .filter(({ sentence }) => !task.includes(sentence));
  const rarity = rarityOf(all, wanted);
  const random = taskRandom(task);
  return all
    .map((found) => ({ found, score: scoreOf(found, wanted, rarity) + random() * chance }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

/** A little luck, drawn from the task, so that two prompts that fit nothing do not get the same text. */
const chance = 0.4;
const taskRandom = (task: string): Random => testRandom(Number.parseInt(sha256Hex(task).slice(0, 8), 16));

/** The readable sentences of a Markdown text: without headings, code, tables and marks. */
export function sentencesOf(markdown: string): string[] {
  const units = markdown
    .replace(/```[\s\S]*?(?:```|$)/g, '\n\n')
    .replace(/^\s*(?:#|\|).*$/gm, '\n\n')
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/gm, '\n\n')
    .split(/\n\s*\n/);
  return units
    .map(plain)
    .flatMap((unit) => unit.split(/(?<=[.!?])\s+(?=[\p{Lu}\p{N}“"'(])|(?<=[。！？])/u))
    .map((sentence) => sentence.trim())
    .filter(isReadable)
    .map((sentence) => (/[.!?。！？”")]$/.test(sentence) ? sentence : `${sentence}.`));
}

function plain(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]*\]\([^)]*\)|<[^>]+>|https?:\/\/\S+/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_]{2,}|^>\s?/gm, '')
    .replace(/\s+/g, ' ');
}

const shortest = 20;
const longest = 320;

const isReadable = (sentence: string): boolean =>
  sentence.length <= longest &&
  /^[\p{L}\p{N}“"'(`]/u.test(sentence) &&
  (sentence.length >= shortest ? wordsOf(sentence).length >= 4 || isWide(sentence) : isWide(sentence) && sentence.length >= 6);

const isWide = (text: string): boolean => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4}/.test(text);

/** Sources come as Markdown: a `##` title, a line of facts, a blank line, the text. What has no title counts as one source. */
function sectionsOf(sources: string): { readonly title: string; readonly text: string }[] {
  return sources.split(/^## /m).map((part, at) => {
    const [first = '', ...rest] = part.split('\n');
    return at === 0 ? { title: '', text: part } : { title: first.trim(), text: withoutFacts(rest) };
  });
}

const withoutFacts = (lines: readonly string[]): string =>
  (lines[0]?.includes(' · ') || lines[1]?.trim() === '' ? lines.slice(1) : lines).join('\n');

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const commonWords = new Set(
  'about after also been before between could each every from have into just like made make more most much only other over same section should some such than that their them then there these they this those title titled very were what when where which while will with would write your document separately cover'.split(
    ' ',
  ),
);

/** The task's telling words; those of its last two paragraphs, where the prompt itself stands, count double. */
function wantedWords(task: string): ReadonlyMap<string, number> {
  const paragraphs = task.split(/\n\s*\n/);
  const weights = new Map<string, number>();
  for (const [at, paragraph] of paragraphs.entries()) {
    const weight = at >= paragraphs.length - 2 ? 2 : 1;
    for (const word of wordsOf(paragraph)) {
      if (word.length >= 4 && !commonWords.has(word)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
    }
  }
  return weights;
}

function rarityOf(all: readonly Finding[], wanted: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sentence } of all) {
    for (const word of new Set(wordsOf(sentence))) if (wanted.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Map([...counts].map(([word, count]) => [word, Math.log(1 + all.length / count)]));
}

function scoreOf({ title, sentence }: Finding, wanted: ReadonlyMap<string, number>, rarity: ReadonlyMap<string, number>): number {
  const inTitle = new Set(wordsOf(title));
  let score = 0;
  for (const word of new Set([...wordsOf(sentence), ...inTitle])) {
    const weight = wanted.get(word) ?? 0;
    if (weight > 0) score += weight * (rarity.get(word) ?? 1) * (inTitle.has(word) ? 1.5 : 1);
  }
  return score / Math.sqrt(wordsOf(sentence).length + 8);
}
