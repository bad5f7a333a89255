/*
 * A delta is 17 characters: when it was made, in tenths of a millisecond of the wall clock (12 digits), and its number within its call
 * (5 digits). So whoever reads it knows how old it is, and whether it is the next one.
 */
export const deltaChars = 17;
export const deltasPerSecond = 50;

const wall = (): number => performance.timeOrigin + performance.now();
const stampRange = 1e12;
const numberRange = 1e5;

const deltaOf = (number: number): string =>
  String(Math.floor(wall() * 10) % stampRange).padStart(12, '0') + String(number % numberRange).padStart(5, '0');

/** Reads the deltas of a text that begins with number `first`: their ages in ms, and how many were not the next one. */
export function readDeltas(text: string, first: number): { readonly agesMs: readonly number[]; readonly faults: number } {
  const now = wall() * 10;
  const agesMs: number[] = [];
  let faults = text.length % deltaChars === 0 ? 0 : 1;
  for (let at = 0; at + deltaChars <= text.length; at += deltaChars) {
    agesMs.push(((now - Number(text.slice(at, at + 12))) % stampRange) / 10);
    if (Number(text.slice(at + 12, at + deltaChars)) !== (first + agesMs.length - 1) % numberRange) faults += 1;
  }
  return { agesMs, faults };
}

/** Who wants deltas, until it has enough. */
type Line = { readonly say: (delta: string) => void; sent: number };

/** Makes 50 deltas a second for each line, spread over the time; what could not be made in time is made up for. */
export function createSource() {
  const lines: Line[] = [];
  let made = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    add: (say: Line['say']): Line => {
      const line = { say, sent: 0 };
      lines.push(line);
      return line;
    },
    /** Deltas made so far. */
    made: () => made,
    start: (): void => {
      const startedAt = performance.now();
      const groups = 5;
      let turn = 0;
      timer = setInterval(
        () => {
          turn = (turn + 1) % groups;
          const due = Math.floor(((performance.now() - startedAt) / 1_000) * deltasPerSecond);
          for (let at = turn; at < lines.length; at += groups) {
            const line = lines[at];
            for (; line !== undefined && line.sent < due; line.sent += 1, made += 1) line.say(deltaOf(line.sent));
          }
        },
        1_000 / deltasPerSecond / groups,
      );
    },
    stop: (): void => clearInterval(timer),
  };
}
export type Source = ReturnType<typeof createSource>;
