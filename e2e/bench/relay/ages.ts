const stepsPerMs = 10;
const longestMs = 100_000;

/** How old deltas were on arrival, counted in tenths of a ms: millions of them take no more room, and no time to sort. */
export function createAges() {
  const counts = new Uint32Array(longestMs * stepsPerMs + 1);
  let total = 0;
  return {
    /** What is older than 100 s counts as that. */
    add: (ms: number): void => {
      const at = Math.min(Math.max(Math.floor(ms * stepsPerMs), 0), longestMs * stepsPerMs);
      counts[at] = (counts[at] ?? 0) + 1;
      total += 1;
    },
    count: (): number => total,
    /** The age, in ms, that a share of them does not exceed, up to a tenth of a ms; not a number when there are none. */
    quantile: (share: number): number => {
      let left = Math.ceil(total * share);
      if (left === 0) return Number.NaN;
      const at = counts.findIndex((count) => {
        left -= count;
        return left <= 0;
      });
      return (at + 1) / stepsPerMs;
    },
    clear: (): void => {
      counts.fill(0);
      total = 0;
    },
  };
}
