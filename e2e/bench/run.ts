/** How a run was asked for. */
export type RunOptions = {
  /** With what takes minutes: the hold, and the disruptions that last over 10 s. */
  readonly long: boolean;
  /** So many repeats instead of each section's own number; for trying the benchmark out. */
  readonly repeats: number | null;
  /** When the whole has taken long enough, as `performance.now()` says it: what may be left out is, from then on. */
  readonly untilMs: number;
};

/** Does something as often as asked, one after the other. */
export async function repeat<T>(times: number, act: (turn: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let turn = 0; turn < times; turn += 1) results.push(await act(turn));
  return results;
}

/** Says on the terminal how far it is. */
export const tell = (line: string): void => console.error(`  ${line}`);
