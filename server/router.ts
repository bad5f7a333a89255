import { z } from 'zod/mini';
import type { AccountId, BriefHash, JobId } from '../shared/kernel/brand.ts';
import type { Clock } from '../shared/kernel/time.ts';
import { beatSchema, claimSchema, giveBackSchema, reportSchema, takeSchema } from '../shared/protocol/drive.ts';
import { callIdSchema, type FeedMessage, feedInputSchema } from '../shared/protocol/feed.ts';
import { type PushAnswer, pushSchema } from '../shared/protocol/push.ts';
import { idOf } from '../shared/records/records.ts';
import { attemptsOf } from './attempts.ts';
import type { ServerDriver } from './driver/driver.ts';
import { refusal } from './errors.ts';
import type { Feed } from './feed/feed.ts';
import type { Identity } from './identity/identity.ts';
import { moveAll } from './identity/move.ts';
import type { Programs } from './identity/programs.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Ledger } from './ledger/ledger.ts';
import { monthOf } from './ledger/monthly-cap.ts';
import type { KeyFile } from './model/key-file.ts';
import type { Models } from './model/models.ts';
import { programsRouter } from './programs-router.ts';
import type { CallTimes } from './statistics/call-times.ts';
import { readStatistics, statisticsMinutes } from './statistics/statistics.ts';
import type { Store } from './store/store.ts';
import type { ApplyPush } from './sync/push.ts';
import { anybody, ownerOnly, router, signedIn } from './trpc.ts';

export type RouterDeps = {
  readonly identity: Identity;
  readonly store: Store;
  readonly push: ApplyPush;
  readonly feed: Feed;
  readonly jobs: Jobs;
  /** Asked for leases, because it may cede one that it holds itself; told of those given back, because it may go on with them. */
  readonly driver: Pick<ServerDriver, 'take' | 'giveBack'>;
  readonly ledger: Pick<Ledger, 'replay'>;
  readonly models: Models;
  readonly keys: Pick<KeyFile, 'enter' | 'remove'>;
  /** Called once another key, or none, is in use. */
  readonly keyChanged: () => void;
  readonly about: AboutServer;
  /** What the data folder takes on the disk. */
  readonly storedBytes: () => Promise<number>;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly callTimes: Pick<CallTimes, 'since'>;
};

/** `maxOutputTokens` and `callsAtOnce`: the server's own limits. */
type AboutServer = { readonly version: string; readonly maxOutputTokens: number; readonly callsAtOnce: number };

const browserSchema = z.object({ known: z.nullable(idOf<AccountId>()), key: z.string().check(z.minLength(1), z.maxLength(200)) });
const linkSchema = z.object({ secret: z.string().check(z.maxLength(200)) });

/**
 * The whole API for our own pages, on a page. Input is parsed here, and the account is the session's, whatever a message says. What a
 * caller can act on is an answer, not an error.
 */
export const createRouter = ({ identity, store, push, feed, jobs, driver, ledger, models, keys, ...more }: RouterDeps) =>
  router({
    session: sessionRouter({ identity, store }),

    sync: router({
      push: anybody.input(pushSchema).mutation(({ ctx, input }): Promise<PushAnswer> | PushAnswer => {
        if (ctx.session === null) return { type: 'refused', reason: 'signed_out' };
        return push(ctx.session.accountId, input);
      }),
    }),

    feed: router({
      /** One a browser. Errors come as data: what is thrown here would be asked for again for ever. */
      subscribe: anybody.input(feedInputSchema).subscription(async function* ({ ctx, input, signal = never() }) {
        const signedOut: readonly FeedMessage[] = [{ type: 'refused', reason: 'signed_out' }];
        if (ctx.session === null) yield signedOut;
        else yield* feed(ctx.session.accountId, input, signal);
      }),
    }),

    /** For the engine that drives a job (J4). */
    drive: router({
      take: signedIn.input(takeSchema).mutation(({ ctx, input }) => driver.take(ctx.account, input)),
      claim: signedIn.input(claimSchema).mutation(({ ctx, input }) => jobs.claim(ctx.account, input)),
      report: signedIn.input(reportSchema).mutation(({ ctx, input }) => jobs.report(ctx.account, input)),
      giveBack: signedIn.input(giveBackSchema).mutation(({ ctx, input }) => driver.giveBack(ctx.account, input)),
      beat: signedIn.input(beatSchema).mutation(({ ctx, input }) => jobs.beat(ctx.account, input)),
    }),

    jobs: router({
      /** Null if there is none of that hash. */
      brief: signedIn
        .input(z.object({ hash: idOf<BriefHash>() }))
        .query(({ ctx, input }) => store.transaction((tx) => tx.of(ctx.account).getBrief(input.hash))),
    }),

    calls: router({
      /** The whole text of a call that has ended. */
      output: signedIn.input(z.object({ call: callIdSchema })).query(async ({ ctx, input }) => {
        const replay = await ledger.replay(ctx.account, input.call, 0);
        if (replay === null || replay.call.end === null) throw refusal('not_found');
        return replay.text;
      }),
      /** What a call asked of the model, to the letter; null if there is no such call of this person. */
      request: signedIn.input(z.object({ call: callIdSchema })).query(({ ctx, input }) =>
        store.transaction(async (tx) => {
          const call = await tx.calls.get(input.call);
          return call === null || call.account !== ctx.account ? null : tx.calls.request(call.id);
        }),
      ),
      ofJob: signedIn
        .input(z.object({ jobId: idOf<JobId>() }))
        .query(({ ctx, input }) => attemptsOf(store, ctx.account, input.jobId)),
    }),

    account: router({
      /** What this month's calls cost so far (L7). */
      spending: signedIn.query(async ({ ctx }) => {
        const month = monthOf(more.clock.now());
        return { month, ...(await store.transaction((tx) => tx.of(ctx.account).spending(month))) };
      }),
      /** What this person's calls used so far, in tokens (L7). */
      totals: signedIn.query(({ ctx }) => store.transaction((tx) => tx.of(ctx.account).totals())),
      /** The person's devices by name. */
      devices: signedIn.query(({ ctx }) => store.transaction((tx) => tx.of(ctx.account).deviceNames())),
    }),

    server: router({
      /** What this server is, and the limits within which a person may choose. */
      about: signedIn.query(() => more.about),
      /** What the data folder takes on the disk, everybody's rows together; null for everybody but the owner. */
      storage: signedIn.query(async ({ ctx }) => (ctx.session.role === 'owner' ? { bytes: await more.storedBytes() } : null)),
      /** What was done lately: by everybody for the owner, by this person for everybody else. */
      statistics: signedIn.input(z.object({ minutes: z.literal(statisticsMinutes) })).query(({ ctx, input }) => {
        const { callTimes, clock } = more;
        return readStatistics({ store, callTimes, clock }, ctx.session.role === 'owner' ? null : ctx.account, input.minutes);
      }),
    }),

    programs: programsRouter(more.programs),

    models: modelsRouter({ models, keys, keyChanged: more.keyChanged }),
  });

/** What a browser sees of `createRouter`: the only thing of the server that the web app imports, as a type. */
export type AppRouter = ReturnType<typeof createRouter>;

/** Who a browser is, and how it becomes so. */
const sessionRouter = ({ identity, store }: Pick<RouterDeps, 'identity' | 'store'>) =>
  router({
    /** Who this browser is; null before its first visit, or when its session is gone. */
    get: anybody.query(({ ctx }) => (ctx.session === null ? null : signedInAs(ctx.session))),
    /** Signs this browser in, by what it keeps by itself: see `Browser`. */
    start: anybody.input(browserSchema).mutation(async ({ ctx, input }) => {
      const started = await identity.start(ctx.visitor, input);
      if (!started.ok) return started.error;
      ctx.setCookies(started.value.setCookies);
      return signedInAs(started.value);
    }),
    /** Whose account a link leads to; a mutation only so that the secret stands in no address. */
    lookAtLink: anybody.input(linkSchema).mutation(async ({ ctx, input }) => {
      const looked = await identity.accountOfLink(ctx.visitor, input.secret);
      return looked.ok ? { type: 'leads_to' as const, accountId: looked.value } : looked.error;
    }),
    /** Gives what this browser's account has to the one that the link leads to; the link stays good, to sign in by. */
    moveByLink: signedIn.input(linkSchema).mutation(async ({ ctx, input }) => {
      const led = await identity.accountOfLink(ctx.visitor, input.secret);
      if (!led.ok) return led.error;
      return (await moveAll(store, ctx.account, led.value)) ?? { type: 'moved' as const };
    }),
    redeemLink: anybody.input(linkSchema).mutation(async ({ ctx, input }) => {
      const redeemed = await identity.signInByLink(ctx.visitor, input.secret);
      if (!redeemed.ok) return redeemed.error;
      ctx.setCookies(redeemed.value.setCookies);
      return { ...signedInAs(redeemed.value), previous: redeemed.value.previous };
    }),
  });

/** Models, and the key that the owner may enter for them. */
const modelsRouter = ({ models, keys, keyChanged }: Pick<RouterDeps, 'models' | 'keys' | 'keyChanged'>) =>
  router({
    list: signedIn.query(() => models.model.list()),
    provider: signedIn.query(({ ctx }) => ({ ...models.provider(), isOwner: ctx.session.role === 'owner' })),
    /** The key itself is taken in and never given out. */
    enterKey: ownerOnly.input(z.object({ key: z.string().check(z.maxLength(1_000)) })).mutation(({ input }) => {
      const entered = keys.enter(input.key);
      if (!entered.ok) return entered.error;
      keyChanged();
      return { type: 'kept' as const };
    }),
    removeKey: ownerOnly.mutation(() => {
      keys.remove();
      keyChanged();
    }),
    testKey: ownerOnly.mutation(() => models.testKey()),
  });

const signedInAs = ({ accountId, role }: { readonly accountId: AccountId; readonly role: 'owner' | 'person' }) => ({
  type: 'signed_in' as const,
  accountId,
  role,
});

/** For a caller within the process, whose request cannot go away. */
const never = (): AbortSignal => new AbortController().signal;
