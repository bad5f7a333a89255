import { Fragment, type ReactNode } from 'react';

/** A sentence whose `code` in backticks stands in the code's type. */
export const withCode = (sentence: string): ReactNode =>
  sentence
    .split('`')
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
    .map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>));
