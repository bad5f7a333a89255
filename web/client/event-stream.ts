import type { JobEvent } from './protocol.ts';

/** An event with what its reader sends back to go on after it. */
export type ReadEvent = { readonly id: string; readonly event: JobEvent };

/**
 * Reads server-sent events out of an answer's body, each as soon as it is whole. Ends when the body ends; throws
 * when it breaks off. `within` limits how long each part may take.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  within: <T>(part: Promise<T>) => Promise<T>,
): AsyncGenerator<ReadEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  try {
    for (;;) {
      const { value, done } = await within(reader.read());
      if (done) return;
      const blocks = (pending + value).split('\n\n');
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const read = eventOf(block);
        if (read !== null) yield read;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Null for a comment, and for an event of a name that this build does not know. */
function eventOf(block: string): ReadEvent | null {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const;
    }),
  );
  const [id, type, data] = ['id', 'event', 'data'].map((name) => fields.get(name));
  if (id === undefined || data === undefined || !isKnown(type)) return null;
  return { id, event: { ...JSON.parse(data), type } };
}

const known: ReadonlySet<string> = new Set<JobEvent['type']>(['status', 'progress', 'text', 'end']);
const isKnown = (type: string | undefined): boolean => type !== undefined && known.has(type);
