import { type PermanentFailure, permanent } from '../../shared/protocol/failure.ts';
import { estimateTokens, type ModelRequest } from '../../shared/recipes/model-request.ts';
import { type BriefSource, sourcesToDrop } from '../../shared/recipes/sources.ts';

/** A bounded guess of the tokens that a request's prompt has. */
export const promptTokens = (request: ModelRequest): number =>
  [request.system, request.sources, request.task, request.output.type === 'json' ? JSON.stringify(request.output.schema) : '']
    .map(estimateTokens)
    .reduce((sum, tokens) => sum + tokens, 0);

/**
 * Looks before it is sent whether a prompt and its answer fit into what the model takes. Null if they fit, or if the model's size is
 * not known; else the failure, with the sources to leave out, largest first.
 */
export function promptTooLong(
  request: ModelRequest,
  sources: readonly BriefSource[],
  contextTokens: number | null,
): PermanentFailure | null {
  if (contextTokens === null) return null;
  const needed = promptTokens(request);
  const excess = needed + request.maxOutputTokens - contextTokens;
  if (excess <= 0) return null;
  const what = sources.length === 0 ? 'prompt is' : `prompt and its ${sourcesInWords(sources.length)} are`;
  const size = `The ${what} about ${tokensInWords(needed)} tokens; this model takes ${tokensInWords(contextTokens)}`;
  const answer =
    request.maxOutputTokens >= contextTokens / 20 ? `, ${tokensInWords(request.maxOutputTokens)} of them for the answer` : '';
  return permanent('prompt_too_long', { detail: `${size}${answer}. ${wayOut(request, sources, excess)}` });
}

function wayOut(request: ModelRequest, sources: readonly BriefSource[], excess: number): string {
  const without = { ...request, sources: '' };
  const canFit = sources.length > 0 && promptTokens(request) - promptTokens(without) >= excess;
  return canFit ? `Leave out: ${titlesInWords(sourcesToDrop(sources, excess))}.` : 'Shorten the prompt or choose a larger model.';
}

const sourcesInWords = (count: number): string => (count === 1 ? 'source' : `${count.toLocaleString('en')} sources`);

/** `1.2 million`, `96,000`: two digits, because it is a guess. */
function tokensInWords(tokens: number): string {
  const rounded = Number(tokens.toPrecision(2));
  return rounded >= 1_000_000 ? `${rounded / 1_000_000} million` : rounded.toLocaleString('en');
}

/** Most titles that a sentence names. */
const maxTitles = 10;
const maxTitleChars = 100;

function titlesInWords(sources: readonly BriefSource[]): string {
  const titles = sources.slice(0, maxTitles).map(({ title }) => `“${(title || 'Untitled').slice(0, maxTitleChars)}”`);
  const more = sources.length - titles.length;
  const items = more > 0 ? [...titles, `${more.toLocaleString('en')} more`] : titles;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
