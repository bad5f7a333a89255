/** A number in [0, 1). */
export type Random = () => number;

/** A fresh id that nobody else makes: 22 characters of 0–9, A–Z, a–z. */
export type NewId = () => string;

/** The test twin of `Random`: mulberry32, the same numbers for the same seed. */
export function testRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The test twin of `NewId`: `a1`, `a2`, … */
export function testNewId(prefix = 'id'): NewId {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}${last}`;
  };
}
