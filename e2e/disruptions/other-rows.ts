import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { publishFresh } from '../fixtures/builds.ts';
import { enginesOf, hangEngine, killEngine } from '../fixtures/debugging-door.ts';
import { isServerColumn } from './absent.ts';
import { anotherBuild } from './another-build.ts';
import { commitFaultIn } from './gated-server/commit-gate.ts';
import { type Fault, plainSetup, type Row, tabOf } from './row.ts';
import { leaseMs, type Scene } from './scene.ts';
import { comeBack } from './tab-rows.ts';
import { until } from './until.ts';

/** Longer than tabs take to find out: two pings of 5 s, and 3 s for the seat. */
const hangMs = 40_000;

/** What can become of the engine, the network, the server and the build. */
export const loseEngine: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const page = tabOf(scene);
    await harm(() => killEngine(page));
    scene.letGo();
  },
};

export const hang: Row = {
  setup: plainSetup,
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const page = tabOf(scene);
    const before = await enginesOf(page);
    await harm(() => hangEngine(page, hangMs));
    scene.letGo();
    const isNew = (engines: readonly string[]) => engines.some((engine) => !before.includes(engine));
    await until('a successor', () => enginesOf(page), isNew, { limitMs: 30_000, everyMs: 100 });
  },
};

export const loseNetwork = (forMs: number): Row => ({
  setup: plainSetup,
  sign: 'text',
  deviceStays: false,
  inflict: async (scene, { harm, over }) => {
    await harm(scene.world.network.cut);
    scene.letGo();
    await sleep(forMs);
    over();
    scene.world.network.mend();
  },
});

export const stopServer: Row = serverRow(async (scene, { harm, over }) => {
  if (isServerColumn(scene.cell.column)) await strike(scene, { harm, over });
  else {
    const { stopping } = await harm(() => ({ stopping: scene.world.server.stop() }));
    scene.letGo();
    await stopping;
  }
  await scene.world.server.start();
  over();
});

export const stopServerTooSoon: Row = serverRow(async (scene, { harm, over }) => {
  const { stopping } = await harm(() => ({ stopping: scene.world.server.stop() }));
  // The provider says no more than it has until the server has given the call up, 10 s later.
  await stopping;
  scene.letGo();
  await scene.world.server.start();
  over();
});

export const killServer: Row = serverRow(async (scene, { harm, over }) => {
  if (isServerColumn(scene.cell.column)) await strike(scene, { harm, over });
  else await harm(scene.world.server.kill9);
  scene.letGo();
  await scene.world.server.start();
  over();
});

export const freezeServer: Row = serverRow(async (scene, { harm, over }) => {
  if (isServerColumn(scene.cell.column)) await strike(scene, { harm, over });
  else await harm(scene.world.server.freeze);
  scene.letGo();
  await sleep(leaseMs + 1_500);
  over();
  scene.world.server.thaw();
});

/** A row of the server; where no tab is open any more, the person comes back after it. */
function serverRow(inflict: (scene: Scene, fault: Fault) => Promise<void>): Row {
  return {
    setup: plainSetup,
    sign: 'text',
    deviceStays: true,
    inflict: async (scene, fault) => {
      await inflict(scene, fault);
      if (scene.tabs().length === 0) await comeBack(scene);
    },
  };
}

/** The server's process does to itself what the row wants, at the commit that its column names. */
async function strike(scene: Scene, { harm }: Fault): Promise<void> {
  const pid = scene.world.server.pid();
  await harm(async () => {
    scene.letGo();
    const { signal } = await until(
      'the fault',
      () => commitFaultIn(scene.world.dataDir),
      (fault) => fault !== null,
    ).then((fault) => fault ?? { signal: 'SIGKILL' });
    if (signal !== 'SIGSTOP')
      await until(
        'the end of the process',
        () => isAlive(pid),
        (alive) => !alive,
      );
  });
  if (!isAlive(pid)) await scene.world.server.kill9();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const deploy: Row = {
  setup: { ...plainSetup, tabs: 2, from: 'copy' },
  sign: 'text',
  deviceStays: true,
  inflict: async (scene, { harm }) => {
    const page = tabOf(scene);
    const { folder, id } = await anotherBuild();
    const before = await entryOf(page);
    publishFresh(scene.world.folder, folder, id);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    const button = page.getByRole('button', { name: 'Reload' });
    await button.waitFor();
    await harm(() => button.click());
    scene.letGo();
    await until(
      'the new build',
      () => entryOf(page),
      (src) => src !== null && src !== before,
    );
  },
};

/** The script that a page began with: it names the build. */
const entryOf = (page: Page): Promise<string | null> =>
  page
    .locator('script[type="module"]')
    .first()
    .getAttribute('src')
    .catch(() => null);
