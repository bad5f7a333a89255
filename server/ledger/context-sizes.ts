import type { Clock } from '../../shared/kernel/time.ts';
import type { Model } from '../model/model.ts';

/** How many tokens a model takes, as its provider last said. Never waits: a size that is not known yet is null. */
export type ContextSizes = {
  readonly of: (model: string) => number | null;
  /** Asks the provider now; resolves when it has answered. For the server's start. */
  readonly refresh: () => Promise<void>;
};

const refreshMs = 60 * 60 * 1_000;

/** Remembers the provider's list, and asks for it anew when it is an hour old. A list that cannot be had leaves what was known. */
export function createContextSizes(model: Pick<Model, 'list'>, clock: Clock): ContextSizes {
  const sizes = new Map<string, number>();
  let askedAt: number | null = null;

  const refresh = async (): Promise<void> => {
    askedAt = clock.elapsed();
    for (const { id, contextTokens } of (await model.list()).models) {
      if (contextTokens !== null) sizes.set(id, contextTokens);
    }
  };
  return {
    of: (id) => {
      if (askedAt === null || clock.elapsed() - askedAt > refreshMs) void refresh();
      return sizes.get(id) ?? null;
    },
    refresh,
  };
}
