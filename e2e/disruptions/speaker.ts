import { setTimeout as sleep } from 'node:timers/promises';
import { type Script, scriptAbout } from '../fixtures/plain-text.ts';
import type { Call } from '../fixtures/provider/call.ts';
import type { FakeProvider } from '../fixtures/provider/fake-provider.ts';

/** How far the provider may speak at the moment: every call up to here, and to its end only with `all`. */
type Limit = 'nothing' | 'half' | 'all';

/** One call, with the block that it writes and the text that only it tells. */
type Told = { readonly call: Call; readonly block: number; readonly script: Script };

/**
 * The provider as a speaker who can be held back. Each call tells a text of its own, so that a mixture of two attempts is seen. Texts
 * come in small pieces, as from a model.
 */
export type Speaker = {
  readonly limit: (limit: Limit) => void;
  readonly told: () => readonly Told[];
  /** The text that the last finished call told for this block; null before that. */
  readonly wholeOf: (block: number) => string | null;
  readonly stop: () => void;
};

const pieceChars = 40;
const everyMs = 25;

/** The prompt of a block, by which its calls are known. */
export const promptFor = (block: number): string => `Tell how stage ${block} of the journey went.`;

/** Speaks to every call from now on, up to a limit. */
export function createSpeaker(provider: FakeProvider, blocks: number): Speaker {
  provider.script({}, { type: 'held' });
  const told: Told[] = [];
  let limit: Limit = 'nothing';
  let isOver = false;
  const mayReach = ({ script }: Told): number => ({ nothing: 0, half: script.first.length, all: script.whole.length })[limit];

  const speak = async (own: Told): Promise<void> => {
    const isOpen = () => !isOver && own.call.record().state === 'open';
    let at = 0;
    while (isOpen()) {
      const to = Math.min(at + pieceChars, mayReach(own));
      if (to > at) await own.call.send(own.script.whole.slice(at, to));
      else if (limit === 'all') await own.call.finish();
      at = Math.max(at, to);
      await sleep(everyMs);
    }
  };
  const listen = async (): Promise<void> => {
    for (let number = 0; !isOver; number += 1) {
      const call = await provider.call(number);
      const block = blockOfCall(call, blocks);
      const turn = told.filter((other) => other.block === block).length + 1;
      const own = { call, block, script: scriptAbout(`stage ${block}, told for the ${turn}. time`) };
      told.push(own);
      // A call that ends between two looks refuses what is said to it.
      void speak(own).catch(() => {});
    }
  };
  void listen();
  return {
    limit: (next) => {
      limit = next;
    },
    told: () => told,
    wholeOf: (block) =>
      told.findLast((own) => own.block === block && own.call.record().state === 'complete')?.script.whole ?? null,
    stop: () => {
      isOver = true;
    },
  };
}

/** Which block a call writes: in a document's job, its task names the other sections too. */
function blockOfCall(call: Call, blocks: number): number {
  const task = JSON.stringify(call.record().request.messages.at(-1));
  const numbers = Array.from({ length: blocks }, (_, at) => at + 1);
  const named = numbers.find((block) => task.includes(`Write this section:\\n\\n${promptFor(block)}`));
  return named ?? numbers.find((block) => task.includes(promptFor(block))) ?? 0;
}
