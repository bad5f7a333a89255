import { expose } from 'comlink';
import { systemClock, systemNewId, systemRandom, systemSleep } from '../ports.system.ts';
import { createRemote } from '../remote/remote.ts';
import { createDatabase } from '../store/database.ts';
import { openEngineChannel } from './channel.ts';
import { nameOfDevice } from './device-name.ts';
import { createHost } from './host.ts';
import { engineChannel, parseWorkerName } from './names.ts';

/*
 * The composition root of the engine's worker: one SharedWorker for all tabs, or one dedicated worker a tab where there is none. Its
 * name says whose engine it is.
 */

const name = parseWorkerName(self.name);
if (name === null) throw new Error(`Not the name of an engine: ${self.name}`);

const log = (error: unknown) => console.error(error);
const isShared = 'onconnect' in self;
const database = createDatabase(name.account);
const host = createHost({
  name,
  isShared,
  database,
  createRemote: (trouble) =>
    createRemote({
      origin: self.location.origin,
      deviceName: nameOfDevice(navigator.userAgent),
      sleep: systemSleep,
      knownBrief: async (hash) => (await database.briefs.get(hash))?.brief ?? null,
      trouble,
    }),
  channel: openEngineChannel(engineChannel(name.account)),
  locks: navigator.locks,
  clock: systemClock,
  sleep: systemSleep,
  random: systemRandom,
  newId: systemNewId,
  log,
});

if (isShared) {
  self.addEventListener('connect', (event) => {
    if (!(event instanceof MessageEvent)) return;
    for (const port of event.ports) expose(host.openSession(), port);
  });
} else {
  expose(host.openSession());
}

host.run(new AbortController().signal).catch(log);
