import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createServerClock } from '../shared/device/server-time.ts';
import { type AccountId, deviceId } from '../shared/kernel/brand.ts';
import type { Clock } from '../shared/kernel/time.ts';
import { App } from './app/app.tsx';
import { Doorway } from './app/doorway.tsx';
import { type Boot, type BootDeps, boot, obstacleAfter } from './boot.ts';
import { createTabEngine, type TabEngine } from './engine/client.ts';
import { keepEngine } from './engine/life.ts';
import { hasSharedWorker, openOwnWorker, openSharedWorker } from './engine/workers.ts';
import { createAlerts } from './notify/alerts.ts';
import { showJobsOnIcon } from './notify/badge.ts';
import { askPermission, readPermission } from './notify/permission.ts';
import { showProgressInTitle } from './notify/tab-title.ts';
import { createVisibleTabs } from './notify/visible-tabs.ts';
import { createServiceWorkerPort, type ServiceWorkerPort } from './offline/register.ts';
import { systemClock, systemNewId, systemSleep } from './ports.system.ts';
import type { Actions, SignIn, UnsavedWords } from './ports.ts';
import { createApi } from './remote/api.ts';
import { createQueryClient, ServerAnswers } from './remote/query.ts';
import { createSessions } from './remote/session.ts';
import { createSearch, openSearchWorker } from './search/client.ts';
import { createSignIn } from './sign-in.ts';
import { createDatabase, type Database } from './store/database.ts';
import { watchActive, watchEnds } from './store/job-ends.ts';
import { lateActions } from './store/late-actions.ts';
import { LiveDatabase } from './store/live.ts';
import { createMeta } from './store/meta.ts';
import type { SamplePullRequest } from './store/sample.ts';
import { isUnsavedName, keepUnsaved, unsavedNames } from './store/unsaved-keeping.ts';
import type { UnsavedDeps } from './store/unsaved-saving.ts';

/* The composition root of a tab. The first paint needs the device's copy and nothing else; the engine comes when it comes. */

const container = document.getElementById('root');
if (container === null) throw new Error('The page has no root');
const root = createRoot(container);
const log = (error: unknown) => console.error(error);
const reload = () => location.reload();

const api = createApi({ origin: location.origin, sleep: systemSleep });
const meta = createMeta();
const bootDeps: BootDeps = {
  meta,
  sessions: createSessions(api),
  newId: systemNewId,
  documentsOf: (account) => createDatabase(account).records.documents.count(),
};

// A browser that is too old has been told so by `too-old.js`.
if (!('tooOld' in document.documentElement.dataset)) start().catch(log);

async function start(): Promise<void> {
  const link = location.pathname === '/link' ? location.hash.slice(1) : null;
  const booted = await boot(bootDeps, link);
  if (link !== null && booted.type === 'open') history.replaceState(null, '', '/');
  if (booted.type === 'open') openDesk(booted.account);
  else if (booted.type === 'asks') await askAboutDocuments(booted);
  else show(<Doorway obstacle={booted.obstacle} onTryAgain={() => tryAgain(booted)} />);
}

/** A link that is used up does not become good by trying it again. */
function tryAgain(blocked: Extract<Boot, { type: 'blocked' }>): void {
  if (blocked.obstacle.type === 'link_refused') history.replaceState(null, '', '/');
  start().catch(log);
}

/** A link of another account was opened where documents are. */
async function askAboutDocuments({ link, own, documents }: Extract<Boot, { type: 'asks' }>): Promise<void> {
  const [{ linkAnswers }, { LinkPage }] = await Promise.all([import('./link.ts'), import('./app/link/link-page.tsx')]);
  const engine = createTabEngine();
  const send = (signal: AbortSignal) => void keepEngine(lifeOf(own, engine), signal).catch(log);
  const open = () => location.replace('/');
  const answers = linkAnswers({ ...bootDeps, link, database: createDatabase(own), send, sleep: systemSleep, open });
  show(<LinkPage documents={documents} {...answers} stay={open} />);
}

function show(page: ReactNode): void {
  root.render(<StrictMode>{page}</StrictMode>);
}

/** Opens the device's copy of an account, shows it, and then starts what works behind the screens. */
function openDesk(account: AccountId): void {
  const serviceWorker = createServiceWorkerPort({ open: openPage, reload, sleep: systemSleep, log });
  const database = createDatabase(account, { onVersionChange: serviceWorker.letGo });
  const engine = createTabEngine();
  const clock = createServerClock(systemClock);
  engine.onConnection((connection) => {
    if (connection.type === 'online') clock.set(connection.serverNow);
  });
  const { alerts, run: runAlerts } = startAlerts(account, database, serviceWorker);
  const loadActions = once(() => openActions(account, { database, engine, clock }));
  const actions = lateActions(loadActions, systemNewId);
  const search = createSearch(() => openSearchWorker(account));
  const { updates } = serviceWorker;
  const signIn = createSignIn({
    ...bootDeps,
    account,
    renewed: engine.nudge,
    moved: reload,
    open: (path) => location.assign(path),
  });
  const ports = {
    actions,
    search,
    engine,
    alerts,
    updates,
    signIn,
    keepUnsaved: (words: readonly UnsavedWords[]) => keepUnsaved(localStorage, account, systemNewId(), words),
    clock,
    sleep: systemSleep,
  };
  show(
    <LiveDatabase value={database}>
      <ServerAnswers
        api={api}
        queries={createQueryClient()}
        isReachable={() => engine.connection().type === 'online'}
        onReachable={engine.onConnection}
      >
        <App {...ports} />
      </ServerAnswers>
    </LiveDatabase>,
  );
  // Live queries keep it to themselves when a copy cannot be opened, and the page would wait for ever.
  database.strict.open().catch((error: unknown) => {
    const obstacle = obstacleAfter(error);
    if (obstacle === null) log(error);
    else show(<Doorway obstacle={obstacle} onTryAgain={reload} />);
  });
  loadActions().catch(log);
  saveWhatPagesLeft({ account, actions, records: database.records });
  const tabLife = new AbortController();
  runAlerts(tabLife.signal).catch(log);
  const showInTitle = showProgressInTitle(document);
  const showOnIcon = showJobsOnIcon(navigator, document);
  watchActive(database, ({ jobs, progress }) => {
    showInTitle(progress);
    showOnIcon(jobs);
  });
  renewWhenSignedOut(signIn, engine);
  relayNudges(engine);
  keepEngine(lifeOf(account, engine), tabLife.signal).catch(log);
  if (import.meta.env.PROD) serviceWorker.register().catch(log);
}

/** Saves what pages left unsaved when they went: those before this one, others that go while it is open, and itself if it comes back. */
function saveWhatPagesLeft(of: Pick<UnsavedDeps, 'account' | 'actions' | 'records'>): void {
  const look = async () => {
    if (unsavedNames(localStorage, of.account).length === 0) return;
    const { saveUnsaved } = await import('./store/unsaved-saving.ts');
    await saveUnsaved({ ...of, storage: localStorage });
  };
  look().catch(log);
  addEventListener('storage', ({ key, newValue }) => {
    if (newValue !== null && isUnsavedName(of.account, key)) look().catch(log);
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) look().catch(log);
  });
}

/** What a person does writes through these; their code comes after the first paint. */
async function openActions(
  account: AccountId,
  { database, engine, clock }: { readonly database: Database; readonly engine: TabEngine; readonly clock: Clock },
): Promise<Actions> {
  const [{ createActions }, { createDeviceStore }] = await Promise.all([
    import('./store/actions.ts'),
    import('./store/device-store.ts'),
  ]);
  const changed = () => {
    engine.changed();
    keepForGood();
  };
  const store = createDeviceStore({ database, account, newDevice: deviceId(systemNewId()) });
  const deps = { database, store, clock, newId: systemNewId, changed, storage: engine.stored };
  return createActions(deps, fetchSample);
}

/** Runs it at most once, unless it failed. */
function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= run().catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  };
}

const lifeOf = (account: AccountId, engine: TabEngine) => ({
  account,
  build: __BUILD__,
  tab: systemNewId(),
  engine,
  isShared: hasSharedWorker(),
  openWorker: hasSharedWorker() ? openSharedWorker : openOwnWorker,
  nextWorker: meta.nextWorker,
  locks: navigator.locks,
  clock: systemClock,
  sleep: systemSleep,
  log,
});

function startAlerts(account: AccountId, database: Database, serviceWorker: ServiceWorkerPort) {
  const tabs = createVisibleTabs(navigator.locks, document, `visible-${account}`);
  return createAlerts({
    account,
    meta,
    watchEnds: (after, listener) => watchEnds(database, after, listener),
    permission: readPermission,
    askPermission,
    isVisible: () => document.visibilityState === 'visible',
    onVisible: (listener) => document.addEventListener('visibilitychange', listener),
    isAnyTabVisible: tabs.isAnyVisible,
    path: () => location.pathname,
    notify: serviceWorker.notify,
    clock: systemClock,
    sleep: systemSleep,
    log,
  });
}

/** Asks once a page whether a session that is gone can be had again without the person. */
function renewWhenSignedOut(signIn: SignIn, engine: TabEngine): void {
  let isAsked = false;
  engine.onConnection((connection) => {
    if (isAsked || connection.type !== 'refused' || connection.reason !== 'signed_out') return;
    isAsked = true;
    signIn.again().catch(log);
  });
}

/** A worker hears neither that the network is back nor that a tab is looked at again. */
function relayNudges(engine: TabEngine): void {
  const nudge = () => {
    if (document.visibilityState === 'visible') engine.nudge();
  };
  for (const type of ['online', 'offline', 'pageshow', 'focus']) addEventListener(type, nudge);
  for (const type of ['visibilitychange', 'resume']) document.addEventListener(type, nudge);
}

let isKept = false;

/** Asks the browser, once there is something to keep, not to clear it when disk space is short. */
function keepForGood(): void {
  if (isKept || navigator.storage?.persist === undefined) return;
  isKept = true;
  navigator.storage.persist().catch(log);
}

/** Shows another page of the app without loading it anew. */
function openPage(page: string): void {
  history.pushState(null, '', page);
  dispatchEvent(new PopStateEvent('popstate'));
}

async function fetchSample(): Promise<readonly SamplePullRequest[] | null> {
  const response = await fetch('/sample/evidence.json').catch(() => null);
  return response?.ok ? response.json().catch(() => null) : null;
}
