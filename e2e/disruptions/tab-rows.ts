import { setTimeout as sleep } from 'node:timers/promises';
import { setFrozen, shiftClock } from '../fixtures/debugging-door.ts';
import { openTab } from '../fixtures/open-world.ts';
import { openLinkedProfile } from './linked-tab.ts';
import { isTakenOver, plainSetup, type Row, tabOf } from './row.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const hourMs = 3_600_000;
/** How long a person stays away from a job that waits for them: longer than the server waits for a device that it may replace. */
const awayMs = 3_500;

/** What people do with tabs, and browsers with them. */
export const goElsewhere: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm, over }) => {
    const page = tabOf(scene);
    await harm(() => page.getByRole('link', { name: 'Library' }).first().click());
    await page.getByRole('article').first().waitFor({ state: 'detached' });
    scene.letGo();
    await until(
      'a call',
      () => scene.speaker.told().length,
      (count) => count > 0,
    );
    over();
    await page.goBack();
  },
};

export const reload: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const reloaded = harm(() => tabOf(scene).reload());
    scene.letGo();
    await reloaded;
  },
};

export const closeTab: Row = {
  setup: { ...plainSetup, tabs: 2 },
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const [first, ...others] = scene.tabs();
    scene.setTabs(others);
    await harm(() => first?.close());
    scene.letGo();
  },
};

export const closeAllTabs: Row = {
  setup: plainSetup,
  sign: 'driver',
  deviceStays: false,
  inflict: async (scene, { harm }) => {
    await leave(scene, harm);
    await serverFinishes(scene);
    await comeBack(scene);
  },
};

export const closeAllTabsAndWait: Row = {
  setup: { ...plainSetup, whenILeave: 'wait' },
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm, over }) => {
    await leave(scene, harm);
    // Until its engine leaves, a moment after its last tab, the device drives on.
    await until(
      'no driver',
      () => scene.ledger.job()?.lease ?? null,
      (lease) => lease === null,
    );
    const before = progressOf(scene);
    scene.letGo();
    await until('no open call', scene.ledger.calls, (calls) => calls.every(({ isOpen }) => !isOpen));
    await sleep(awayMs);
    const after = progressOf(scene);
    if (after !== before) throw new Error(`It did not wait: ${before} when its device had left, then ${after}`);
    over();
    await comeBack(scene);
  },
};

export const freeze: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm, over }) => {
    const page = tabOf(scene);
    await harm(() => setFrozen(page, true));
    scene.letGo();
    await until(
      'the job completed',
      () => scene.ledger.job()?.status,
      (status) => status === 'completed',
    );
    over();
    await setFrozen(page, false);
  },
};

export const shiftTime = (hours: number): Row => ({
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    await harm(() => shiftClock(tabOf(scene), hours * hourMs));
    scene.letGo();
  },
});

export const duplicateTab: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const page = tabOf(scene);
    const opened = scene.context().waitForEvent('page');
    await harm(() => page.evaluate(() => void window.open(location.href)));
    scene.letGo();
    scene.setTabs([page, await opened]);
  },
};

export const secondProfile: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const other = await openLinkedProfile(scene);
    await harm(() => other.goto(scene.documentUrl));
    scene.setTabs([...scene.tabs(), other]);
    scene.letGo();
  },
};

export const killBrowser: Row = {
  setup: { ...plainSetup, browser: 'profile' },
  sign: 'driver',
  deviceStays: false,
  inflict: async (scene, { harm }) => {
    scene.setTabs([]);
    await harm(scene.profile().kill);
    await serverFinishes(scene);
    await scene.reopenBrowser();
    await comeBack(scene);
  },
};

/** The server takes the job over, and ends it while no tab is open. */
async function serverFinishes(scene: Scene): Promise<void> {
  await until(
    'the server as driver',
    () => isTakenOver(scene),
    (isSo) => isSo,
  );
  scene.letGo();
  await until(
    'the job completed',
    () => scene.ledger.job()?.status,
    (status) => status === 'completed',
  );
}

async function leave(scene: Scene, harm: (act: () => Promise<void>) => Promise<void>): Promise<void> {
  const open = scene.tabs();
  scene.setTabs([]);
  await harm(async () => {
    for (const tab of open) await tab.close();
  });
}

/** The person opens the document again. */
export async function comeBack(scene: Scene): Promise<void> {
  scene.setTabs([await openTab(scene.context(), scene.documentUrl)]);
}

/** How far a job is, as only a driver moves it. */
function progressOf({ ledger }: Scene): string {
  const job = ledger.job();
  return `${job?.status}, steps ${job?.steps.map(({ status }) => status).join(' ')}, ${ledger.calls().length} calls`;
}
