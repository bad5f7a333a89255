const maxChars = 80;

/** A title for what has only a prompt: its first line without Markdown's signs, cut between words. */
export function titleOf(prompt: string): string {
  const line = (prompt.trim().split('\n', 1)[0] ?? '')
    .replace(/^[#>*\-\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= maxChars) return line || 'Untitled';
  const cut = line.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '');
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > maxChars / 2 ? cut.slice(0, lastSpace) : cut).replace(/[\s,;:.–-]+$/, '')}…`;
}
