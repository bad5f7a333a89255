import type { Passing, Where } from '../fixtures/request-gate.ts';
import type { ColumnName } from './cell.ts';
import { type CommitFault, commitFaultIn } from './gated-server/commit-gate.ts';
import { type Scene, shownIn } from './scene.ts';
import { until } from './until.ts';

/** A moment in a job's life. */
export type Column = {
  /** Starts the job and brings it there; nothing moves on by itself. */
  readonly reach: (scene: Scene) => Promise<void>;
  /** What the ledger and the calls that passed say against its being there; nothing, if it is. Read at once, without waiting. */
  readonly doubts: (scene: Scene) => readonly string[];
  /** The server strikes itself there, so that the doubts can be asked only when it has. */
  readonly strikes?: CommitFault['moment'];
};

/** All moments, by their names in the table. */
export const columns: Readonly<Record<ColumnName, Column>> = {
  queued: {
    reach: async (scene) => {
      await holdAt(scene, isOf('drive.claim'), 'before', scene.generate);
    },
    doubts: (scene) =>
      claims({
        'the job is accepted and queued': scene.ledger.job()?.status === 'queued',
        'nothing was called': scene.ledger.calls().length === 0,
        'its claim is held': isHeldBefore(scene, isOf('drive.claim')),
      }),
  },
  'before the first text': {
    reach: async (scene) => {
      await scene.generate();
      await until(
        'a call at the provider',
        () => scene.speaker.told().length,
        (count) => count === 1,
      );
      await until(
        'its step running',
        () => firstStep(scene),
        (status) => status === 'running',
      );
    },
    doubts: ({ ledger }) => {
      const [call] = ledger.calls();
      return claims({ 'the call is open': call?.isOpen === true, 'it has no text': call?.chars === 0 });
    },
  },
  'mid-text': {
    reach: reachMidText,
    doubts: ({ ledger, speaker }) => {
      const [call] = ledger.calls();
      const [chars, whole] = [call?.chars ?? 0, speaker.told()[0]?.script.whole.length ?? 0];
      return claims({ 'the call is open': call?.isOpen === true, '0 < offset < end': chars > 0 && chars < whole });
    },
  },
  'between steps': {
    reach: async (scene) => {
      await reachMidText(scene);
      await holdAt(scene, isSecondClaim(scene), 'before', () => scene.speaker.limit('all'));
      await until(
        'the first step done',
        () => firstStep(scene),
        (status) => status === 'done',
      );
    },
    doubts: (scene) =>
      claims({
        'the first step is done': firstStep(scene) === 'done',
        'the second was not called': scene.ledger.calls().length === 1,
        'its claim is held': isHeldBefore(scene, isSecondClaim(scene)),
      }),
  },
  'result reported': {
    reach: async (scene) => {
      await reachMidText(scene);
      scene.hold(scene.gate.hold(movesOn, 'before'));
      await holdAt(scene, isStepEnd, 'before', () => scene.speaker.limit('all'));
    },
    doubts: (scene) =>
      claims({
        'the call is done': scene.ledger.calls()[0]?.end === 'done',
        'its step is not': firstStep(scene) === 'running',
        'nothing else was called': scene.ledger.calls().length === 1,
        'the report is held': isHeldBefore(scene, isStepEnd),
      }),
  },
  'result committed': {
    reach: async (scene) => {
      await reachMidText(scene);
      scene.hold(scene.gate.hold(movesOn, 'before'));
      await holdAt(scene, isStepEnd, 'after', () => scene.speaker.limit('all'));
    },
    doubts: (scene) =>
      claims({
        'the step is done': firstStep(scene) === 'done',
        'its text is in the document': isInDocument(scene),
        'nothing else was called': scene.ledger.calls().length === 1,
        'the job goes on': scene.ledger.job()?.status !== 'completed',
        'the answer is held': isHeldAfter(scene, isStepEnd),
      }),
  },
  'server commits': {
    strikes: 'before',
    reach: reachServerDriving,
    doubts: (scene) => {
      const isStopping = commitFaultIn(scene.world.dataDir)?.signal === 'SIGTERM';
      return claims({
        'the server struck itself before the commit': commitFaultIn(scene.world.dataDir)?.moment === 'before',
        'the server drove': isServersLast(scene),
        // A process that is asked to stop ends what it has begun.
        'the step is not done': isStopping || firstStep(scene) === 'running',
      });
    },
  },
  'server has committed': {
    strikes: 'after',
    reach: reachServerDriving,
    doubts: (scene) =>
      claims({
        'the server struck itself after the commit': commitFaultIn(scene.world.dataDir)?.moment === 'after',
        'the server drove': isServersLast(scene),
        'the step is done': firstStep(scene) === 'done',
      }),
  },
  'just after completion': {
    reach: async (scene) => {
      await reachMidText(scene);
      scene.speaker.limit('all');
      await until(
        'the job completed',
        () => scene.ledger.job()?.status,
        (status) => status === 'completed',
        { everyMs: 5 },
      );
    },
    doubts: ({ ledger }) =>
      claims({
        'the job is completed': ledger.job()?.status === 'completed',
        'no call is open': ledger.calls().every(({ isOpen }) => !isOpen),
      }),
  },
};

async function reachMidText(scene: Scene): Promise<void> {
  await scene.generate();
  const [told] = await until('a call at the provider', scene.speaker.told, (all) => all.length === 1);
  if (told === undefined) throw new Error('No call was told anything.');
  scene.speaker.limit('half');
  for (const tab of scene.tabs()) {
    await until(
      'half of the text in the tab',
      () => shownIn(tab, told.block),
      (text) => text === told.script.first,
    );
  }
}

/** Every tab is closed in the middle of the text, and the server has taken over. */
async function reachServerDriving(scene: Scene): Promise<void> {
  await reachMidText(scene);
  for (const tab of scene.tabs()) await tab.close();
  scene.setTabs([]);
  await until(
    'a lease of the server',
    () => scene.ledger.job()?.lease?.driver,
    (driver) => driver?.startsWith('server.') === true,
  );
}

/** Does what leads to a call that fits, which is then held until the scene lets go. */
async function holdAt(
  scene: Scene,
  fits: (passing: Passing) => boolean,
  where: Where,
  lead: () => Promise<void> | void,
): Promise<void> {
  const held = scene.gate.hold(fits, where);
  scene.hold(held);
  await lead();
  await held.reached;
}

/** Each claim is what has to be so; those that are not are the doubts. */
const claims = (list: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(list).flatMap(([claim, isSo]) => (isSo ? [] : [`not so: ${claim}`]));

/** How the step stands that was called first. */
function firstStep({ ledger }: Scene): string {
  const first = ledger.calls()[0]?.step;
  return ledger.job()?.steps.find(({ id }) => id === first)?.status ?? 'none';
}

function isInDocument({ ledger, speaker }: Scene): boolean {
  const block = speaker.told()[0]?.block ?? 0;
  return ledger.texts()[block - 1] === speaker.wholeOf(block);
}

const isServersLast = ({ ledger }: Scene): boolean => ledger.holders().at(-1)?.driver.startsWith('server.') === true;
const isHeldBefore = ({ gate }: Scene, fits: (passing: Passing) => boolean): boolean =>
  gate.passings().some((passing) => fits(passing) && passing.sentAt === null);
const isHeldAfter = ({ gate }: Scene, fits: (passing: Passing) => boolean): boolean =>
  gate.passings().some((passing) => fits(passing) && passing.answeredAt !== null && passing.returnedAt === null);

const isOf = (procedure: string) => (passing: Passing) => passing.procedure === procedure;
const isStepEnd = ({ procedure, input }: Passing): boolean =>
  procedure === 'drive.report' && fieldOf(fieldOf(input, 'event'), 'type') === 'step-ended';
/** What an engine does next, which hears of a step's end by its feed too: it claims another step, or ends the job. */
const movesOn = (passing: Passing): boolean =>
  passing.procedure === 'drive.claim' || (passing.procedure === 'drive.report' && !isStepEnd(passing));

/** A claim of another step than the one that was called first; those of both may have been there before, and been told to wait. */
const isSecondClaim =
  ({ ledger }: Scene) =>
  ({ procedure, input, sentAt }: Passing): boolean =>
    procedure === 'drive.claim' && sentAt === null && fieldOf(input, 'step') !== ledger.calls()[0]?.step;

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
