import { systemClock } from '../../../../server/clock.system.ts';
import { createFeed } from '../../../../server/feed/feed.ts';
import { createHub } from '../../../../server/feed/hub.ts';
import { createPresence } from '../../../../server/feed/presence.ts';
import { sendError } from '../../../../server/http/answer.ts';
import { createHttpServer } from '../../../../server/http/http-server.ts';
import { createTrpcHandler } from '../../../../server/http/trpc-handler.ts';
import { createLedger, type Ledger } from '../../../../server/ledger/ledger.ts';
import { testLog } from '../../../../server/log.ts';
import type { CallEnd, Model } from '../../../../server/model/model.ts';
import { systemNewId } from '../../../../server/random.system.ts';
import { systemSleep } from '../../../../server/sleep.system.ts';
import { databaseFile, openSqliteStore, type SqliteStore } from '../../../../server/store/sqlite.ts';
import { anybody, router } from '../../../../server/trpc.ts';
import { accountId, bootId, callId, driverId, jobId, stepId } from '../../../../shared/kernel/brand.ts';
import { feedInputSchema } from '../../../../shared/protocol/feed.ts';
import type { ModelRequest } from '../../../../shared/recipes/model-request.ts';
import { requestHashOf } from '../../../../shared/recipes/request-hash.ts';
import { noUsage } from '../../../../shared/recipes/usage.ts';
import { ownFolder } from '../../role.ts';
import { deltaChars, readDeltas, type Source } from '../deltas.ts';
import { feeds, type Way } from './way.ts';

/** Ours: the shipped ledger, log and feed between a model that only speaks and browsers that only listen, on a disk. */
export async function openLedgerWay(source: Source, calls: number): Promise<Way> {
  const store = await openSqliteStore({ path: databaseFile(ownFolder()), newId: systemNewId, clock: systemClock });
  const hub = createHub();
  const boot = bootId('bench');
  const { model, finish } = speakingModel(source);
  const lifetime = new AbortController();
  const ledger = createLedger({
    store,
    model,
    contextSizes: { of: () => null },
    hub,
    limits: { max: calls, maxPerPerson: calls },
    boot,
    clock: systemClock,
    sleep: systemSleep,
    log: testLog(),
    signal: lifetime.signal,
  });
  const presence = createPresence();
  const feed = createFeed({
    store,
    hub,
    presence,
    boot,
    leaseMs: 15_000,
    clock: systemClock,
    delivered: () => undefined,
    stopping: lifetime.signal,
  });
  const trpc = createTrpcHandler({
    router: router({
      feed: router({
        subscribe: anybody.input(feedInputSchema).subscription(async function* ({ input, signal = lifetime.signal }) {
          yield* feed(input.account, input, signal);
        }),
      }),
    }),
    createContext: async () => ({ session: null, visitor: nobody, setCookies: () => undefined }),
    onError: ({ error }) => console.error(error),
  });
  const http = createHttpServer({
    publicOrigin: null,
    health: () => ({}),
    trpc,
    api: (_request, response) => sendError(response, 404, 'not_found', ''),
    metrics: (_request, response) => sendError(response, 404, 'not_found', ''),
    web: (_request, response) => sendError(response, 404, 'not_found', ''),
    onError: (error) => console.error(error),
  });
  const listening = await http.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.type);
  return {
    origin: listening.value,
    begin: () => claimAll(store, ledger, calls),
    finish: async () => {
      finish();
      await ledger.drain(60_000);
      return { made: source.made(), exact: await countExact(ledger, calls) };
    },
  };
}

const nobody = { cookie: '', userAgent: '', address: '' };

/** Says whatever the source makes, until it is told that all was said. */
function speakingModel(source: Source): { readonly model: Pick<Model, 'run'>; readonly finish: () => void } {
  const { promise, resolve } = Promise.withResolvers<CallEnd>();
  return {
    model: {
      run: (_request, onText) => {
        source.add(onText);
        return promise;
      },
    },
    finish: () => resolve({ type: 'done', stop: 'end', usage: noUsage, model: 'bench' }),
  };
}

const request: ModelRequest = {
  model: 'bench',
  maxOutputTokens: 16_000,
  system: 'Write.',
  sources: '',
  task: 'Tell how the quarter went.',
  output: { type: 'text' },
};

const placeOf = (at: number) => ({
  account: accountId(`person-${at % feeds}`),
  job: jobId(`job-${at}`),
  step: stepId('write'),
  attempt: 1,
  driver: driverId(`device-${at % feeds}.1`),
});

async function claimAll(store: SqliteStore, ledger: Ledger, calls: number): Promise<void> {
  const hash = requestHashOf(request);
  const claims = await store.transaction(async (tx) => {
    const made = [];
    for (let at = 0; at < calls; at += 1) {
      made.push(await ledger.claim(tx, { ...placeOf(at), requestHash: hash, request, sources: [] }));
    }
    return made;
  });
  for (const claim of claims) if (claim.type === 'open') claim.send();
}

/** How many calls' texts are in the store with every delta once and in order, and ended as done. */
async function countExact(ledger: Ledger, calls: number): Promise<number> {
  let exact = 0;
  for (let at = 0; at < calls; at += 1) {
    const { account, job, step, attempt } = placeOf(at);
    const kept = await ledger.replay(account, callId(job, step, attempt), 0);
    if (kept === null || kept.call.end?.type !== 'done' || kept.text.length < deltaChars) continue;
    if (readDeltas(kept.text, 0).faults === 0) exact += 1;
  }
  return exact;
}
