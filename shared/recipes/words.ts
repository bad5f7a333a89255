/** Counts words as a reader would: runs of letters and digits; each character of a script without spaces counts as one. */
export function countWords(text: string): number {
  const spaced = text.replace(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu, ' $& ');
  return spaced.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
