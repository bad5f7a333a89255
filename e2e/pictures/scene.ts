import type { Page } from '@playwright/test';
import type { World } from '../fixtures/open-world.ts';

/** A state of the app worth looking at: how a person gets there, and who answers. */
export type Scene = {
  readonly name: string;
  readonly model: 'provider' | 'demo';
  readonly play: (world: World) => Promise<Page>;
  /** The only width at which it is looked at, for what closes when there is suddenly less or more room. */
  readonly only?: 1280 | 390;
  /** The server runs from a copy of the project, in which another version can be published. */
  readonly from?: 'copy';
};
