import { blockId, documentId, type RevisionId, revisionId, sourceId } from '../../shared/kernel/brand.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import type { Block } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { DeviceTx } from '../../shared/sync/device-store.ts';
import { record } from '../../shared/sync/replica.ts';
import { hashBrief, type Plan } from '../../web/store/briefs.ts';
import { type Action, type Deed, picked, type Work } from './deed.ts';
import type { Device } from './device.ts';
import { gateDeviceStore } from './gated-stores.ts';
import { busyBlocks, generate, generateAll, reuse, steer, steerAll } from './job-deeds.ts';
import type { Party } from './party.ts';
import { isUpkeep, keepOrder, type Upkeep } from './upkeep-deeds.ts';

/** A page that is open: it reads the device's rows and writes changes, each action in one transaction. */
export type Tab = { readonly party: Party; readonly act: (action: Action) => Promise<'done' | 'nothing' | 'refused'> };

type Sitting = { readonly block: Block['id']; readonly revision: RevisionId; readonly basedOn: RevisionId | null };

/** Ends an action that the copy refuses; nothing of it stays. */
const refused = new Error('refused');

/** Opens a page on a device. */
export function openTab(party: Party, device: Device, newId: NewId): Tab {
  const store = gateDeviceStore(party, device.store, device.disk);
  let sitting: Sitting | null = null;

  const edit = async (work: Work, { deed, pick, word }: Action): Promise<boolean> => {
    if (deed !== 'type-on' || sitting === null) {
      const busy = busyBlocks(work.rows);
      const block = picked(
        [...work.rows.blocks.values()].filter(({ id }) => deed !== 'edit-busy' || busy.has(id)),
        pick,
      );
      if (block === null) return false;
      sitting = { block: block.id, revision: revisionId(newId()), basedOn: block.current };
    }
    if (!work.rows.blocks.has(sitting.block)) return false;
    const { block, revision, basedOn } = sitting;
    await work.write({ type: 'edit-block', id: block, revision: { id: revision, basedOn, text: `Typed ${word}` } });
    return true;
  };

  return {
    party,
    act: async (action) => {
      try {
        const isDone = await store.transaction((tx) => {
          const write = (change: Change, plan?: Plan) => put(tx, device, change, plan);
          const work = { rows: device.store.peek(), device, newId, write };
          if (isUpkeep(action.deed)) return keepOrder(work, action.deed, action);
          return isEdit(action.deed) ? edit(work, action) : doDeed(work, action.deed, action);
        });
        if (isDone) device.engine()?.party.tell(() => device.engine()?.engine.changed());
        return isDone ? 'done' : 'nothing';
      } catch (error) {
        const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
        if (error === refused || isFull) return 'refused';
        throw error;
      }
    },
  };
}

const isEdit = (deed: Deed): boolean => deed === 'edit' || deed === 'edit-busy' || deed === 'type-on';

async function put(tx: DeviceTx, device: Device, change: Change, plan?: Plan): Promise<void> {
  const hash = plan === undefined ? null : hashBrief(plan.brief);
  const brief = hash?.ok && plan !== undefined ? { hash: hash.value, brief: plan.brief } : undefined;
  const recorded = await record(tx, change, device.clock.now(), brief);
  if (!recorded.ok) throw refused;
}

async function doDeed(work: Work, deed: Exclude<Deed, Upkeep>, { pick, word }: Action): Promise<boolean> {
  const { rows, write } = work;
  const document = picked([...rows.documents.values()], pick);
  const block = picked([...rows.blocks.values()], pick);
  switch (deed) {
    case 'new-document':
    case 'empty-document':
      return writeDocument(work, word, deed === 'empty-document' ? 0 : 1 + Math.floor(pick * 3));
    case 'generate':
      return block !== null && generate(work, block, null);
    case 'generate-all':
      return document !== null && generateAll(work, document.id);
    case 'continue': {
      const cutOff = picked(
        [...rows.revisions.values()].filter(({ by }) => by.type === 'job' && by.cutOff),
        pick,
      );
      const target = cutOff === null ? undefined : rows.blocks.get(cutOff.blockId);
      return cutOff !== null && target?.current === cutOff.id && generate(work, target, cutOff.id);
    }
    case 'refine':
    case 'analyze':
      return block !== null && reuse(work, block, deed, word);
    case 'accept-suggestion':
    case 'discard-suggestion':
      return settleSuggestion(work, deed, pick);
    case 'delete-block':
      if (block === null) return false;
      await write({ type: 'delete-block', id: block.id });
      return true;
    case 'delete-document':
      if (document === null) return false;
      await write({ type: 'delete-document', id: document.id });
      return true;
    case 'edit':
    case 'edit-busy':
    case 'type-on':
      return false;
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'retry':
    case 'prioritise':
    case 'set-leave':
      return steer(work, deed, pick);
    case 'ask-me':
      await write({ type: 'patch-settings', fields: { lostCall: pick < 0.7 ? 'ask' : 'retry' } });
      return true;
    case 'retry-all':
    case 'resume-all':
      return steerAll(work, deed === 'retry-all' ? 'retry' : 'resume');
  }
}

async function writeDocument({ device, newId, write }: Work, word: string, blocks: number): Promise<boolean> {
  const now = device.clock.now();
  const document = documentId(newId());
  const title = `Report ${word}`;
  await write({
    type: 'create-document',
    document: { id: document, projectId: null, title, model: 'default', createdAt: now, changedAt: now },
  });
  for (let at = 0; at < blocks; at += 1) {
    const prompt = `Tell of ${word}, part ${at}`;
    const place = { id: blockId(newId()), documentId: document, order: `a${at}`, kind: 'prompt' as const };
    await write({ type: 'create-block', block: { ...place, prompt, current: null, suggestion: null, aside: null } });
  }
  const facts = { role: 'evidence' as const, type: '', date: null, author: '', url: '' };
  const source = { id: sourceId(newId()), documentId: document, title: word, text: `What ${word} is.`, createdAt: now };
  await write({ type: 'create-source', source: { ...source, ...facts } });
  return true;
}

async function settleSuggestion(work: Work, deed: 'accept-suggestion' | 'discard-suggestion', pick: number): Promise<boolean> {
  const block = picked(
    [...work.rows.blocks.values()].filter(({ suggestion }) => suggestion !== null),
    pick,
  );
  if (block === null || block.suggestion === null) return false;
  const { id, suggestion: revision } = block;
  if (deed === 'accept-suggestion') await work.write({ type: 'choose-revision', id, revision });
  else await work.write({ type: 'set-suggestion', id, revision: null });
  return true;
}
