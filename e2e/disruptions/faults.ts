import { setTimeout as sleep } from 'node:timers/promises';
import type { Passing } from '../fixtures/request-gate.ts';
import { isServerColumn } from './absent.ts';
import type { RowName } from './cell.ts';
import type { Row } from './row.ts';
import { type Scene, shownIn } from './scene.ts';

/** Looks at every tab all the time: what it shows of a block has to be the beginning of what some call told of it. */
export type Witness = { readonly seen: () => readonly string[]; readonly stop: () => void };

const lookEveryMs = 250;

export function createWitness(scene: Scene): Witness {
  const seen = new Set<string>();
  let isOver = false;
  const look = async (): Promise<void> => {
    for (const tab of scene.tabs()) {
      for (const block of scene.blocks) {
        const text = await shownIn(tab, block);
        const told = scene.speaker.told().filter((own) => own.block === block);
        if (text === null || told.some(({ script }) => script.whole.startsWith(text)) || text === '') continue;
        seen.add(`block ${block} showed what no call told: ${JSON.stringify(text.slice(-80))}`);
      }
    }
  };
  const watch = async () => {
    while (!isOver) {
      await look();
      await sleep(lookEveryMs);
    }
  };
  void watch();
  return {
    seen: () => [...seen],
    stop: () => {
      isOver = true;
    },
  };
}

/** What is wrong once everything has come to rest; nothing, if all promises were kept. */
export async function faultsAtEnd(scene: Scene, row: Row, witness: Witness): Promise<readonly string[]> {
  const alerts = await scene.alerts();
  return [
    ...witness.seen(),
    ...textFaults(scene),
    ...callFaults(scene),
    ...driverFaults(scene, row),
    ...(alerts > 1 ? [`${alerts} alerts`] : []),
    ...scene.complaints().map(({ text }) => `the console said: ${text}`),
  ];
}

function textFaults({ ledger, speaker, blocks }: Scene): readonly string[] {
  const texts = ledger.texts();
  const wrong = blocks.flatMap((block, at) => {
    const [whole, text] = [speaker.wholeOf(block) ?? '', texts[at] ?? ''];
    if (text === whole) return [];
    return [
      `block ${block}: ${Math.max(0, whole.length - text.length)} characters lost, ${Math.max(0, text.length - whole.length)} doubled`,
    ];
  });
  return ledger.hasSuggestion() ? [...wrong, 'a text waits beside the current one'] : wrong;
}

/** What a call that was open does not outlive. */
const losesCalls: readonly RowName[] = ['server kill -9, start', 'server SIGTERM, the call outlasts it'];

/** One call for each step; for those that a killed server had open, two, of which the first was lost. */
function callFaults({ cell, ledger, speaker, blocks, world }: Scene): readonly string[] {
  const isLost = losesCalls.includes(cell.row) && ['before the first text', 'mid-text'].includes(cell.column);
  const expected = blocks.flatMap((_block, at) => (isLost && at === 0 ? ['lost', 'done'] : ['done']));
  const ends = ledger.calls().map(({ end }) => end ?? 'open');
  const wrong =
    JSON.stringify(ends) === JSON.stringify(expected) ? [] : [`calls ended ${ends.join(', ')}; promised: ${expected.join(', ')}`];
  const provided = world.provider.calls().length;
  if (provided !== expected.length || speaker.told().length !== expected.length) wrong.push(`${provided} calls at the provider`);
  return wrong;
}

/** One driver under an epoch and one epoch at a time, as the lease says and as what was served says; and whose claims were let through. */
function driverFaults({ cell, ledger, gate }: Scene, { deviceStays }: Row): readonly string[] {
  const holders = ledger.holders();
  const wrong = gate.passings().flatMap((passing) => {
    const fence = servedUnder(passing);
    if (fence === null) return [];
    const holder = holders.find(({ epoch }) => epoch === fence.epoch);
    const isStale = holders.some(({ epoch, seenAt }) => epoch > Number(fence.epoch) && seenAt <= (passing.sentAt ?? 0));
    if (holder !== undefined && holder.driver !== fence.driver)
      return [`${fence.driver} was served under another’s epoch ${fence.epoch}`];
    return isStale ? [`${passing.procedure} was served under epoch ${fence.epoch}, which was over`] : [];
  });
  if (new Set(holders.map(({ epoch }) => epoch)).size < holders.length) wrong.push('an epoch had two drivers');
  const strangers = ledger.calls().filter(({ driver }) => driver.startsWith('server.'));
  const isThere = deviceStays && !isServerColumn(cell.column);
  if (isThere && strangers.length > 0) wrong.push(`the server claimed ${strangers.length} calls while the device drove`);
  return wrong;
}

/** The fence of a claim or report that the server took; null for one that it refused, and for any other call. */
function servedUnder({ procedure, input, answer }: Passing): { readonly driver: unknown; readonly epoch: unknown } | null {
  if (procedure !== 'drive.claim' && procedure !== 'drive.report') return null;
  const said = JSON.stringify(answer ?? null);
  if (!/"type":"(open|ended|noted)"/.test(said) || typeof input !== 'object' || input === null) return null;
  return { driver: Reflect.get(input, 'driver'), epoch: Reflect.get(input, 'epoch') };
}
