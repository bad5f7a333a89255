import type { Store, StoreTx } from '../../server/store/store.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { DeviceReading, DeviceStore, DeviceTx } from '../../shared/sync/device-store.ts';
import { abandoned, type Party } from './party.ts';

/** What may be wrong with a disk. */
export type Disk = {
  /** Each read and write takes a while, so that others come in between. */
  readonly slowMs: () => number;
  /** Nothing can be committed. */
  readonly isFull: () => boolean;
  /** What was just committed is reported as failed, as a connection that is lost at that moment does. */
  readonly isLying: () => boolean;
};

/**
 * A store as one party sees it: each of its calls passes the party's gate, inside a transaction too. A transaction of a party that
 * dies is rolled back, as the database does with one whose process is gone.
 */
export function gateStore(party: Party, store: Store, disk: Disk): Store {
  return {
    storeId: store.storeId,
    restoredFrom: store.restoredFrom,
    firstStoreId: store.firstStoreId,
    isShared: store.isShared,
    transaction: <T>(run: (tx: StoreTx) => Promise<T>) =>
      party.call(() =>
        transact<StoreTx, T>(party, disk, store.transaction, (tx, writes) => run(gateServerTx(party, disk, writes, tx))),
      ),
    onCommit: (listener) => {
      const stop = store.onCommit((changed) => party.tell(() => listener(changed)));
      party.onDeath(stop);
      return stop;
    },
    close: async () => undefined,
  };
}

const tellAgainMs = 2_000;

/** A store that several processes use: word of a commit may be lost with the one who made it, so it is given again. */
export function shareStore(party: Party, store: Store, account: AccountId): Store {
  return {
    ...store,
    isShared: true,
    onCommit: (listener) => {
      const end = new AbortController();
      const stop = store.onCommit(listener);
      const again = async (): Promise<void> => {
        while (!end.signal.aborted) {
          await party.sleep(tellAgainMs, end.signal);
          listener(new Set([account]));
        }
      };
      again().catch(() => undefined);
      return () => {
        end.abort();
        stop();
      };
    },
  };
}

/** A device's store as one tab or engine sees it. */
export function gateDeviceStore(party: Party, store: DeviceStore, disk: Disk): DeviceStore {
  return {
    transaction: <T>(run: (tx: DeviceTx) => Promise<T>) =>
      party.call(() =>
        transact<DeviceTx, T>(party, disk, store.transaction, (tx, writes) => run(gateCalls(party, disk, writes, tx))),
      ),
    read: <T>(run: (tx: DeviceReading) => Promise<T>) =>
      party.call(() =>
        transact<DeviceReading, T>(party, disk, store.read, (tx, writes) => run(gateCalls(party, disk, writes, tx))),
      ),
    saveDrafts: (drafts) => party.call(() => store.saveDrafts(drafts)),
    drafts: () => party.call(store.drafts),
    dropDrafts: (calls) => party.call(() => store.dropDrafts(calls)),
  };
}

/** Runs a transaction that ends with its party: at its death it is rolled back, and its party hears nothing. */
async function transact<Tx, T>(
  party: Party,
  disk: Disk,
  open: (inside: (tx: Tx) => Promise<T>) => Promise<T>,
  run: (tx: Tx, writes: Writes) => Promise<T>,
): Promise<T> {
  const writes = { any: false };
  const committed = await open(async (tx) => {
    if (!party.isAlive()) throw abandoned;
    writes.any = false;
    const result = await Promise.race([run(tx, writes), party.death]);
    if (writes.any && disk.isFull()) throw diskFault();
    return result;
  });
  if (writes.any && disk.isLying()) throw diskFault();
  return committed;
}

const diskFault = (): DOMException => new DOMException('The disk is full.', 'QuotaExceededError');

function gateServerTx(party: Party, disk: Disk, writes: Writes, tx: StoreTx): StoreTx {
  const { of, api, calls, ended, ...rest } = tx;
  const gate = <T extends object>(part: T): T => gateCalls(party, disk, writes, part);
  return { ...gate(rest), calls: gate(calls), ended: gate(ended), of: perPerson(of, gate), api: perPerson(api, gate) };
}

/** The part of a transaction that is a person's, gated once. */
function perPerson<T extends object>(open: (account: AccountId) => T, gate: (part: T) => T): (account: AccountId) => T {
  const people = new Map<AccountId, T>();
  return (account) => {
    const known = people.get(account) ?? gate(open(account));
    people.set(account, known);
    return known;
  };
}

/** Whether a transaction has written anything: one that only reads needs no room. */
type Writes = { any: boolean };
const isWrite = /^(put|set|add|forget|append|remove|drop|clear|claim|settle|extend|void)/;

/** The same object, each of its methods behind the party's gate once it is called. */
function gateCalls<T extends object>(party: Party, disk: Disk, writes: Writes, calls: T): T {
  return new Proxy(calls, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function' || typeof name !== 'string') return call;
      return (...args: readonly unknown[]) =>
        party.call(async () => {
          const ms = disk.slowMs();
          if (ms > 0) await party.sleep(ms);
          if (isWrite.test(name)) writes.any = true;
          return Reflect.apply(call, target, args);
        }, 'transaction');
    },
  });
}
