/** One event as it came over the wire; a comment has the name `comment`. */
export type ReadEvent = {
  readonly id: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came as a program in any language would.
  readonly data: any;
};

export type EventReader = {
  readonly status: number;
  readonly headers: Headers;
  /** Reads on until one fits, or the stream ends; all that has come so far. */
  readonly until: (fits: (event: ReadEvent) => boolean) => Promise<readonly ReadEvent[]>;
  /** Reads to the stream's end. */
  readonly rest: () => Promise<readonly ReadEvent[]>;
  readonly isOver: () => boolean;
  readonly leave: () => Promise<void>;
};

/** Opens a stream of events as a program does. For tests. */
export async function openEvents(url: string, token: string, lastEventId?: string): Promise<EventReader> {
  const resume: Record<string, string> = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}`, ...resume } });
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  const events: ReadEvent[] = [];
  let [pending, isOver] = ['', false];

  const readMore = async (): Promise<void> => {
    const { value, done } = await reader.read();
    isOver = done;
    pending += value ?? '';
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== null) events.push(event);
    }
  };
  const until: EventReader['until'] = async (fits) => {
    let seen = 0;
    for (;;) {
      for (; seen < events.length; seen += 1) {
        const event = events[seen];
        if (event !== undefined && fits(event)) return events;
      }
      if (isOver) return events;
      await readMore();
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    until,
    rest: () => until(() => false),
    isOver: () => isOver,
    leave: () => reader.cancel(),
  };
}

function eventOf(block: string): ReadEvent | null {
  if (block.startsWith(':')) return { id: '', name: 'comment', data: block.slice(2) };
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const data = fields.get('data');
  return data === undefined ? null : { id: fields.get('id') ?? '', name: fields.get('event') ?? '', data: JSON.parse(data) };
}

/** The text of a step's attempt as a reader puts it together; throws where something is lost or doubled. */
export function textOf(events: readonly ReadEvent[], step: string, attempt: number, from = ''): string {
  let text = from;
  for (const { name, data } of events) {
    if (name !== 'text' || data.stepId !== step || data.attempt !== attempt) continue;
    if (data.offset !== text.length) throw new Error(`Text at ${data.offset} where ${text.length} is next`);
    text += data.text;
  }
  return text;
}
