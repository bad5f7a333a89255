import { createBell } from '../../shared/kernel/bell.ts';
import type { CallId } from '../../shared/kernel/brand.ts';
import type { Clock, Millis } from '../../shared/kernel/time.ts';
import type { CallState } from '../../shared/protocol/feed.ts';
import type { HubListener } from './hub.ts';

/** What came in since the last look. */
export type News = {
  /** When the first of it came in, by `elapsed`. */
  readonly since: Millis;
  readonly hasRows: boolean;
  readonly hasBell: boolean;
  readonly texts: ReadonlyMap<CallId, Piece>;
  readonly calls: readonly { readonly call: CallId; readonly state: CallState }[];
};

/** Text of a call from an offset on; null where it was too much to keep, and is to be read from the ledger. */
type Piece = { readonly offset: number; readonly text: string } | null;

/** Where a feed's news wait while its reader is busy. */
export type Inbox = {
  readonly listener: HubListener;
  /** Waits until there is news, or the signal aborts; takes all of it. */
  readonly take: (signal: AbortSignal) => Promise<News>;
};

/** Joins what comes in, so that a slow reader costs no more than `maxChars` of text. */
export function createInbox(maxChars: number, clock: Pick<Clock, 'elapsed'>): Inbox {
  const bell = createBell();
  let news = emptyNews();
  let chars = 0;
  const ring = (): void => {
    news.since ??= clock.elapsed();
    bell.ring();
  };

  const addText: HubListener['text'] = (call, offset, text) => {
    const known = news.texts.get(call);
    chars += text.length;
    if (chars > maxChars) {
      for (const each of [...news.texts.keys(), call]) news.texts.set(each, null);
      chars = 0;
    } else if (known === undefined) {
      news.texts.set(call, { offset, text });
    } else if (known !== null) {
      const isNext = known.offset + known.text.length === offset;
      news.texts.set(call, isNext ? { offset: known.offset, text: known.text + text } : null);
    }
    ring();
  };

  return {
    listener: {
      rows: () => {
        news.hasRows = true;
        ring();
      },
      text: addText,
      call: (call, state) => {
        news.calls.push({ call, state });
        ring();
      },
      bell: () => {
        news.hasBell = true;
        ring();
      },
    },
    take: async (signal) => {
      if (news.since === null) await bell.heard(signal);
      const taken = news;
      news = emptyNews();
      chars = 0;
      return { ...taken, since: taken.since ?? clock.elapsed() };
    },
  };
}

/** News that still grow. */
type Growing = {
  since: Millis | null;
  hasRows: boolean;
  hasBell: boolean;
  readonly texts: Map<CallId, Piece>;
  readonly calls: { call: CallId; state: CallState }[];
};

const emptyNews = (): Growing => ({ since: null, hasRows: false, hasBell: false, texts: new Map(), calls: [] });
