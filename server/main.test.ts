import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedMessage } from '../shared/protocol/feed.ts';
import { ask } from './http/http-client.testing.ts';
import { createBrowser, createServerProcesses, creations, feedOf, pushOf, rowsIn, signIn } from './server-process.testing.ts';

let servers: ReturnType<typeof createServerProcesses>;
beforeEach(() => {
  servers = createServerProcesses();
});
afterEach(() => servers.close());

const isCaughtUp = (heard: readonly FeedMessage[]) => heard.some((message) => message.type === 'rows' && !message.more);
const rowIds = (heard: readonly FeedMessage[]) => new Set(rowsIn(heard).map((row) => row.id));

describe('a server process', { timeout: 30_000 }, () => {
  it('tells its health and lets one start use a folder', async () => {
    const { origin } = await servers.start();
    expect(JSON.parse((await ask(origin, { path: '/healthz' })).body)).toMatchObject({ status: 'ok' });
    const second = servers.spawn();
    expect(await second.code).toBe(1);
    expect(await second.said).toContain(`It answers at ${origin}.`);
  });

  it('names a setting that is wrong, and a port that is taken', async () => {
    const said = async (server: ReturnType<typeof servers.spawn>) => {
      expect(await server.code).toBe(1);
      return server.said;
    };
    expect(await said(servers.spawn({ MAX_CALLS: 'many' }))).toContain('MAX_CALLS is "many"');
    const { origin } = await servers.start();
    const { port } = new URL(origin);
    const taken = await said(servers.spawn({ PORT: port, DATA_DIR: join(servers.dir, 'other') }));
    expect(taken.trim()).toBe(
      `Another program already uses port ${port} on 127.0.0.1. Set PORT to a free one, such as PORT=${Number(port) + 1}.`,
    );
  });

  it('[S1] takes a change, tells the feed, and has it still after kill -9', async () => {
    const first = await servers.start();
    const me = await signIn(first.origin);
    const live = me.browser.feed(first.origin, feedOf(me), (heard) => rowIds(heard).has('b1'));
    const settled = await me.browser.post(first.origin, 'sync.push', pushOf(me, creations));
    expect(settled).toEqual({ type: 'settled', lastChange: 2, refused: [] });
    expect((await live)[0]).toMatchObject({ type: 'hello', storeId: me.storeId });
    await first.kill();

    const second = await servers.start();
    expect(await me.browser.get(second.origin, 'session.get')).toMatchObject({ accountId: me.account, role: 'owner' });
    expect(await me.browser.post(second.origin, 'sync.push', pushOf(me, creations))).toMatchObject({
      type: 'settled',
      lastChange: 2,
    });
    expect(rowIds(await me.browser.feed(second.origin, feedOf(me), isCaughtUp))).toEqual(new Set(['d1', 'b1']));
  });

  it('lets nobody in without a session, and nobody under another account', async () => {
    const { origin } = await servers.start();
    const me = await signIn(origin);
    const stranger = createBrowser();
    expect(await stranger.post(origin, 'sync.push', pushOf(me, creations))).toEqual({ type: 'refused', reason: 'signed_out' });
    const heard = await stranger.feed(origin, feedOf(me), (all) => all.length > 0);
    expect(heard).toEqual([{ type: 'refused', reason: 'signed_out' }]);
    await expect(stranger.get(origin, 'models.list')).rejects.toThrow('signed_out');
    await stranger.post(origin, 'session.start', { known: null, key: 'browser-key-2' });
    expect(await stranger.post(origin, 'sync.push', pushOf(me, creations))).toEqual({ type: 'refused', reason: 'wrong_account' });
  });
});
