import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { chooseSources, everything } from '../../../shared/recipes/context.ts';
import { estimateTokens } from '../../../shared/recipes/model-request.ts';
import { writingRules } from '../../../shared/recipes/one-block.ts';
import { costOf } from '../../../shared/recipes/prices.ts';
import { sourcesAsMarkdown } from '../../../shared/recipes/sources.ts';
import { noUsage } from '../../../shared/recipes/usage.ts';
import type { Block, Document, Source } from '../../../shared/records/records.ts';
import { useSources } from '../../store/live.ts';
import { useMeantModel } from '../model-names.ts';
import { aboutTokensInWords, priceInWords } from '../money-words.ts';
import { usePorts } from '../ports-context.tsx';

/** What every prompt of a document takes along, in tokens, and the model that it goes to; null while that is not known. */
type Shared = { readonly tokens: number; readonly model: string | null };

const SharedCost = createContext<Shared | null>(null);

/** Counts once what all blocks of a document share, for `CostBefore` in each of them. */
export function CostScene({ document, children }: { readonly document: Document; readonly children: ReactNode }) {
  const sources = useSources(document.id);
  const model = useMeantModel(document.model);
  const { context } = document;
  const tokens = useMemo(
    () => (sources === undefined ? null : tokensOf(chooseSources(sources, context ?? everything))),
    [sources, context],
  );
  const shared = useMemo(() => (tokens === null ? null : { tokens, model }), [tokens, model]);
  return <SharedCost value={shared}>{children}</SharedCost>;
}

const tokensOf = (sources: readonly Source[]): number =>
  estimateTokens(writingRules) + estimateTokens(sourcesAsMarkdown(sources));

/** What Generate is going to send, and what that costs: a guess, and said to be one. */
export function CostBefore({ block }: { readonly block: Block }) {
  const { clock } = usePorts();
  const shared = useContext(SharedCost);
  const isWritten = block.kind === 'prompt' && block.prompt.trim() !== '';
  const own = useMemo(() => estimateTokens(block.prompt), [block.prompt]);
  if (shared === null || shared.model === null || !isWritten) return null;
  const input = shared.tokens + own;
  const price = priceInWords(costOf(shared.model, { ...noUsage, input }, clock.now()), shared.model);
  return (
    <span
      className="cost-before"
      title="A guess of what the prompt and its sources come to. What the model writes is counted when it has written."
    >
      {/* Where there is room for half of it alone, the dot stays behind. */}
      <span>{aboutTokensInWords(input)} ·</span> {price}
    </span>
  );
}
