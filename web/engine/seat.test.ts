import { expect, test } from 'vitest';
import { aborted } from '../../shared/kernel/bell.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import { openEngineChannel } from './channel.ts';
import { keepSeat } from './seat.ts';

let made = 0;

/** Workers of one account; each tells when it runs and when it stops. Time passes only where a test lets it. */
function room() {
  made += 1;
  const name = `seat-test-${made}`;
  const story: string[] = [];
  const heard: (() => void)[] = [];
  const tell = (line: string) => {
    story.push(line);
    for (const wake of heard.splice(0)) wake();
  };
  const until = async (line: string): Promise<void> => {
    while (!story.includes(line)) await new Promise<void>((resolve) => heard.push(resolve));
  };
  openEngineChannel(name).subscribe(({ type }) => {
    if (type === 'stay') tell(type);
  });
  const worker = (of: { id: string; build?: string; start: number; isShared?: boolean; isDeaf?: boolean; sleep?: Sleep }) => {
    const life = new AbortController();
    const channel = openEngineChannel(name);
    const deps = {
      locks: navigator.locks,
      seat: name,
      channel: of.isDeaf ? { ...channel, subscribe: () => () => {} } : channel,
      build: of.build ?? 'one',
      start: of.start,
      isShared: of.isShared ?? true,
      sleep: of.sleep ?? never,
    };
    const kept = keepSeat(deps, life.signal, async (seated) => {
      tell(`${of.id} runs`);
      await aborted(seated);
      tell(`${of.id} stopped`);
    });
    return {
      end: async () => {
        life.abort();
        await kept;
      },
    };
  };
  return { story, until, worker };
}

const never: Sleep = (_ms, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
const atOnce: Sleep = async () => {};

test('[J4] a later worker is let in by the running one, which runs again when that is gone', async () => {
  const { story, until, worker } = room();
  const first = worker({ id: 'first', start: 1 });
  await until('first runs');
  const second = worker({ id: 'second', start: 2 });
  await until('second runs');
  expect(story).toEqual(['first runs', 'first stopped', 'second runs']);
  story.length = 0;
  await second.end();
  await until('first runs');
  expect(story).toEqual(['second stopped', 'first runs']);
  await first.end();
});

test('a worker of another tab waits while one of the same build runs', async () => {
  const { story, until, worker } = room();
  const first = worker({ id: 'first', start: 1, isShared: false });
  await until('first runs');
  const second = worker({ id: 'second', start: 2, isShared: false });
  await until('stay');
  expect(story).toEqual(['first runs', 'stay']);
  await first.end();
  await until('second runs');
  await second.end();
});

test('a worker of a newer build is let in where each tab has its own', async () => {
  const { story, until, worker } = room();
  const first = worker({ id: 'first', start: 1, isShared: false });
  await until('first runs');
  const second = worker({ id: 'second', build: 'two', start: 2, isShared: false });
  await until('second runs');
  expect(story).toEqual(['first runs', 'first stopped', 'second runs']);
  await second.end();
  await first.end();
});

test('a running worker that does not answer is robbed of its seat', async () => {
  const { story, until, worker } = room();
  const hung = worker({ id: 'hung', start: 1, isDeaf: true });
  await until('hung runs');
  const next = worker({ id: 'next', start: 2, sleep: atOnce });
  await until('next runs');
  await until('hung stopped');
  expect(story.toSorted()).toEqual(['hung runs', 'hung stopped', 'next runs']);
  await next.end();
  await hung.end();
});
