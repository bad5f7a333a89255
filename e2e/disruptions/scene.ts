import type { Browser, BrowserContext, LaunchOptions, Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab, openWorld, type World } from '../fixtures/open-world.ts';
import type { Profile } from '../fixtures/profile.ts';
import { type Held, openRequestGate, type RequestGate } from '../fixtures/request-gate.ts';
import { textOf } from '../fixtures/writing.ts';
import { createAlertCount } from './alert-count.ts';
import type { Cell } from './cell.ts';
import { type CommitFault, commitFaultSettings } from './gated-server/commit-gate.ts';
import { type LedgerReader, openLedgerReader } from './ledger-reader.ts';
import { createSpeaker, promptFor, type Speaker } from './speaker.ts';

/** What a row needs before anything happens. */
export type Setup = {
  /** A context of the test's browser, or a browser with a folder on disk that can be killed. */
  readonly browser: 'context' | 'profile';
  readonly tabs: 1 | 2;
  readonly from: 'checkout' | 'copy';
  readonly whenILeave: 'go on' | 'wait';
};

/** One cell's world, with a document that has a prompt in each block, all synced. */
export type Scene = {
  readonly cell: Cell;
  readonly world: World;
  readonly browser: Browser;
  readonly gate: RequestGate;
  readonly speaker: Speaker;
  readonly ledger: LedgerReader;
  readonly blocks: readonly number[];
  readonly documentUrl: string;
  /** The tabs that show the document, the one that the person began in first. A row says when there are others. */
  readonly tabs: () => readonly Page[];
  readonly setTabs: (tabs: readonly Page[]) => void;
  readonly context: () => BrowserContext;
  readonly profile: () => Profile;
  /** Starts a killed browser again, on its folder. */
  readonly reopenBrowser: () => Promise<void>;
  /** A profile of its own, which knows nothing of the other. */
  readonly openContext: () => Promise<BrowserContext>;
  /** Starts the job. */
  readonly generate: () => Promise<void>;
  /** Holds a call until `letGo`. */
  readonly hold: (held: Held) => void;
  /** The provider says everything from now on, and what is held goes on. */
  readonly letGo: () => void;
  /** How many alerts this browser gave. */
  readonly alerts: () => Promise<number>;
  readonly complaints: () => readonly { readonly text: string }[];
  readonly close: () => Promise<void>;
};

/** Where scenes are played: a browser, and how further ones start. */
export type Stage = { readonly browser: Browser; readonly launch: LaunchOptions };

const permissions = ['notifications', 'background-sync'];
const viewport = { width: 1100, height: 800 };
/** Short enough to be waited for; long enough for a busy machine's signs of life. */
export const leaseMs = 3_000;

/** Opens a cell's world up to the moment before the job is started. */
export async function openScene(cell: Cell, setup: Setup, stage: Stage, fault: CommitFault | null): Promise<Scene> {
  const outer = await stage.browser.newContext({ permissions, viewport, reducedMotion: 'reduce' });
  const ports: { server: () => number } = { server: () => 0 };
  const gate = await openRequestGate(() => ports.server());
  const settings = { LEASE_MS: String(leaseMs), MAX_CALLS_PER_PERSON: '1', ...(fault && commitFaultSettings(fault)) };
  const launch = { ...stage.launch, permissions, viewport };
  const world = await openWorld(outer, launch, {
    model: 'provider',
    settings,
    from: setup.from,
    behind: gate.port,
    ...(fault && { main: 'e2e/disruptions/gated-server/main.ts' }),
  });
  ports.server = world.server.port;
  const blocks = cell.kind === 'block.generate' ? [1] : [1, 2];
  const speaker = createSpeaker(world.provider, blocks.length);
  const closers: (() => Promise<void> | void)[] = [speaker.stop];
  const close = async () => {
    for (const end of closers) await end();
    await world.close();
    await gate.close();
    await outer.close();
  };
  try {
    return await furnish({ cell, setup, stage, outer, gate, world, blocks, speaker, closers, close });
  } catch (error) {
    await close();
    throw error;
  }
}

type Bare = {
  readonly cell: Cell;
  readonly setup: Setup;
  readonly stage: Stage;
  readonly outer: BrowserContext;
  readonly gate: RequestGate;
  readonly world: Awaited<ReturnType<typeof openWorld>>;
  readonly blocks: readonly number[];
  readonly speaker: Speaker;
  readonly closers: (() => Promise<void> | void)[];
  readonly close: () => Promise<void>;
};

async function furnish({ cell, setup, stage, outer, gate, world, blocks, speaker, closers, close }: Bare): Promise<Scene> {
  const alertCount = createAlertCount();
  const profile = setup.browser === 'profile' ? await secondVisit(world) : null;
  const context = () => profile?.context() ?? outer;
  context().setDefaultTimeout(20_000);
  await alertCount.watch(context());
  const page = await openTab(context(), world.address());
  if (setup.from === 'copy') await bringUnderServiceWorker(page);
  const ledger = openLedgerReader(world.dataDir);
  closers.push(ledger.close);
  if (setup.whenILeave === 'wait') await chooseToWait(page);
  await writePrompts(page, blocks);
  let tabs: readonly Page[] = [page];
  if (setup.tabs === 2) tabs = [page, await openTab(context(), page.url())];
  const held: Held[] = [];
  return {
    cell,
    world,
    browser: stage.browser,
    gate,
    speaker,
    ledger,
    blocks,
    documentUrl: page.url(),
    tabs: () => tabs,
    setTabs: (next) => {
      tabs = next;
    },
    context,
    profile: () => ownBrowser(profile),
    reopenBrowser: async () => alertCount.watch(await ownBrowser(profile).open()),
    openContext: async () => {
      const other = await stage.browser.newContext({ permissions, viewport, reducedMotion: 'reduce' });
      closers.push(() => other.close());
      return other;
    },
    generate: async () => {
      const all = page.getByRole('button', { name: 'Generate all' });
      await (cell.kind === 'block.generate' ? buttonIn(blockOf(page, 1), 'Generate') : all).click();
    },
    hold: (one) => {
      held.push(one);
    },
    letGo: () => {
      speaker.limit('all');
      for (const each of held) each.release();
    },
    alerts: () => alertCount.count(tabs[0] ?? page),
    complaints: world.complaints,
    close,
  };
}

function ownBrowser(profile: Profile | null): Profile {
  if (profile === null) throw new Error('This row has no browser of its own.');
  return profile;
}

/** Chromium writes a new cookie to disk only half a minute later, or when it is closed: here a person comes for the second time. */
async function secondVisit(world: World): Promise<Profile> {
  const profile = await world.profile();
  await (await openTab(profile.context(), world.address())).getByRole('main').waitFor();
  await profile.close();
  await profile.open();
  return profile;
}

/** A page that was there before its service worker hears nothing of new builds: it does from the second visit on. */
async function bringUnderServiceWorker(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
}

async function chooseToWait(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('radiogroup', { name: 'When I leave' }).getByText('Wait for me').click();
  await page.getByRole('radio', { name: 'Wait for me', checked: true }).waitFor({ state: 'attached' });
  await page.getByRole('link', { name: 'Library' }).first().click();
}

async function writePrompts(page: Page, blocks: readonly number[]): Promise<void> {
  await newDocument(page);
  for (const block of blocks) {
    if (block > 1) await addPromptBlock(page);
    await promptOf(page, block).fill(promptFor(block));
  }
  await page.getByText('Synced', { exact: true }).filter({ visible: true }).first().waitFor();
}

/** What a tab shows of a block's text; null while it cannot be asked, such as in the middle of a reload. */
export const shownIn = (page: Page, block: number): Promise<string | null> => textOf(page, block).catch(() => null);
