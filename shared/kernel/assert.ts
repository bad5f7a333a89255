/** Throws when something that the code relies on is not so: always a bug, never bad input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** Closes a side-effecting `switch`: does not compile while a case is missing. Says nothing of the value, which may hold a text. */
export function assertNever(_value: never): never {
  throw new Error('A value that no case is for.');
}
