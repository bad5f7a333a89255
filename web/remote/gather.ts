import type { FeedMessage } from '../../shared/protocol/feed.ts';

/**
 * Puts rows that follow each other into one message: what came while the device was busy is taken in with one transaction instead of
 * one for each, because each of those replays every unsent change.
 */
export function gather(messages: readonly FeedMessage[]): readonly FeedMessage[] {
  const gathered: FeedMessage[] = [];
  for (const message of messages) {
    const last = gathered.at(-1);
    if (message.type === 'rows' && last?.type === 'rows') {
      const { cursor, lastChange, more } = message;
      gathered.splice(-1, 1, { ...last, rows: [...last.rows, ...message.rows], cursor, lastChange, more });
    } else gathered.push(message);
  }
  return gathered;
}
