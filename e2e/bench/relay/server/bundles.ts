import type { Source } from '../deltas.ts';
import { feeds } from './way.ts';

/**
 * Gathers the deltas of all calls for the person whose each is. What it gives is the same data that our feed sends: one event with a
 * message for each call that has news; null if there is none.
 */
export function gatherBundles(source: Source, calls: number): (feed: number) => string | null {
  const bundles = Array.from({ length: feeds }, () => new Map<number, string>());
  const offsets = new Map<number, number>();
  for (let call = 0; call < calls; call += 1) {
    const bundle = bundles[call % feeds];
    source.add((delta) => bundle?.set(call, (bundle.get(call) ?? '') + delta));
  }
  return (feed) => {
    const bundle = bundles[feed];
    if (bundle === undefined || bundle.size === 0) return null;
    const messages = [...bundle].map(([call, text]) => ({
      type: 'text',
      call: `c${call}`,
      offset: offsets.get(call) ?? 0,
      text,
    }));
    for (const [call, text] of bundle) offsets.set(call, (offsets.get(call) ?? 0) + text.length);
    bundle.clear();
    return `data: ${JSON.stringify(messages)}\n\n`;
  };
}
