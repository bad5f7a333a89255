import { accountId, deviceId } from '../kernel/brand.ts';
import { deviceStoreContract } from './device-store.contract.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';

deviceStoreContract('in memory', () => createMemoryDeviceStore({ device: deviceId('device'), account: accountId('account') }));
