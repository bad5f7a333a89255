import { edit, type Planted } from './planted-bug.ts';

/** Bugs of a person's words, and of the copies on the devices. */
export const syncBugs: Readonly<Record<string, Planted>> = {
  'a tombstone dropped': {
    from: 5,
    edits: [
      edit(
        'server/store/changed-rows.ts',
        "    .where('seq', '>', past[1])\n    .unionAll(\n",
        "    .where('seq', '>', past[1])\n    .where('body', 'is not', null)\n    .unionAll(\n",
      ),
    ],
  },
  'an offline edit before apply that is overwritten': {
    from: 2,
    edits: [
      edit('shared/sync/apply-result.ts', 'const isUntouched = block.current === change.anchor;', 'const isUntouched = true;'),
    ],
  },
  'rows visible out of order': {
    from: 2,
    edits: [
      edit(
        'server/store/pending-rows.ts',
        'const last = await give();\n',
        'const last = await give();\n      await writeNewest(trx, account, last);\n',
      ),
      edit('server/store/pending-rows.ts', '      );\n      await writeNewest(trx, account, last);\n', '      );\n'),
    ],
  },
  'a cursor below the floor': {
    from: 10,
    edits: [edit('server/feed/feed.ts', 'isBelowFloor = cursor < floor && knownFloor < floor;\n', '')],
  },
  'an outbox sent under another account': {
    from: 7,
    edits: [
      edit('server/sync/push.ts', "if (push.account !== account) return { type: 'refused', reason: 'wrong_account' };\n", ''),
    ],
  },
  'a change is applied twice': {
    from: 6,
    edits: [edit('server/sync/push.ts', "if (entry.n <= lastChange) return { type: 'known' };\n", '')],
  },
  'old rows are taken in': {
    from: 33,
    edits: [edit('shared/sync/replica.ts', '  if (message.cursor < cursor) return true;\n', '')],
  },
  'a hole in a text is filled by guessing': {
    from: 4,
    edits: [edit('shared/device/live-texts.ts', "if (message.offset > known.text.length) return 'hole';\n", '')],
  },
};
