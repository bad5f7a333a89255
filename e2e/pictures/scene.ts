import type { Page } from '@playwright/test';
import type { World } from '../fixtures/open-world.ts';

/** A state of the app worth looking at: how a person gets there, and who answers. */
export type Scene = {
  readonly name: string;
  readonly model: 'provider' | 'demo';
  readonly play: (world: World) => Promise<Page>;
};
