/** An error as the log keeps it. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  /** Such as `SQLITE_FULL` or `ECONNRESET`. */
  readonly code?: string;
  /** Where it was thrown, innermost first. */
  readonly stack: string;
  readonly cause?: LoggedError;
};

/** Causes of causes that are still told. */
const maxCauses = 4;

/**
 * What the log keeps of an error: what it is and where it was thrown, and nothing else that hangs on it, such as the input that did not
 * fit or the request that failed. The words of a parser are left out, because they quote what it could not read.
 */
export function loggedError(error: unknown, causes = maxCauses): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'What was thrown is no error.', stack: '' };
  const { name, message, cause } = error;
  return {
    type: name,
    message: isQuoting(error) ? 'What was read is not what it should be.' : message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    // Without its head, which repeats the message.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(cause !== undefined && causes > 0 && { cause: loggedError(cause, causes - 1) }),
  };
}

/** A parser's error, or one that took over its words. */
const isQuoting = (error: Error): boolean => error instanceof SyntaxError || error.cause instanceof SyntaxError;
