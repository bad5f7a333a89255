import type { Sleep } from '../../shared/kernel/time.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { demoModelId, estimateTokens, type ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Usage } from '../../shared/recipes/usage.ts';
import { demoText } from './demo-text.ts';
import type { CallEnd, Model } from './model.ts';

export type DemoOptions = {
  readonly sleep: Sleep;
  /** 30 if not given: about the pace of a real model. */
  readonly wordsPerSecond?: number;
};

const pieceWords = 3;

/**
 * The built-in model that needs no key and no network: it orders sentences of the sources and streams them like a real one. It never
 * invents anything, costs nothing, and is labelled wherever its text appears.
 */
export function createDemoModel({ sleep, wordsPerSecond = 30 }: DemoOptions): Model {
  return {
    run: async (request, onText, signal): Promise<CallEnd> => {
      if (signal.aborted) return cancelled(null);
      const whole = demoText(request);
      const text = withinBudget(whole, request.maxOutputTokens);
      let sent = '';
      for (const piece of piecesOf(text)) {
        if (sent !== '' && !(await paused(sleep, (pieceWords * 1_000) / wordsPerSecond, signal)))
          return cancelled(usageOf(request, sent));
        onText(piece);
        sent += piece;
      }
      return { type: 'done', stop: text === whole ? 'end' : 'length', usage: usageOf(request, text), model: demoModelId };
    },
    list: async () => ({ models: [{ id: demoModelId, name: 'Demo (built in)', contextTokens: null }], freeText: false }),
  };
}

const cancelled = (usage: Usage | null): CallEnd => ({ type: 'failed', failure: permanent('cancelled'), usage });

/** False when the signal aborted. */
async function paused(sleep: Sleep, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return !signal.aborted;
}

/** Text in pieces of a few words, each with the space that follows; joined they are the text. */
const piecesOf = (text: string): readonly string[] => text.match(new RegExp(`\\s*(?:\\S+\\s*){1,${pieceWords}}`, 'g')) ?? [];

/** As many whole words as fit the limit. */
function withinBudget(text: string, maxTokens: number): string {
  if (estimateTokens(text) <= maxTokens) return text;
  let end = 0;
  for (const { index, 0: word } of text.matchAll(/\s*\S+/g)) {
    if (estimateTokens(text.slice(0, index + word.length)) > maxTokens) break;
    end = index + word.length;
  }
  return text.slice(0, end);
}

const usageOf = ({ system, sources, task }: ModelRequest, text: string): Usage => ({
  input: estimateTokens(system + sources + task),
  output: estimateTokens(text),
  cacheRead: 0,
  cacheWrite: 0,
});
