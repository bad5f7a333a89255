import { z } from 'zod/mini';
import type { AccountId, BriefHash, DeviceId, StoreId } from '../kernel/brand.ts';
import { briefSchema } from '../recipes/recipe.ts';
import { idOf } from '../records/records.ts';
import { type ChangeRefusal, outboxEntrySchema } from '../sync/change.ts';

/** Changes of one device's outbox, in order and without gaps, with the briefs that new jobs among them name. */
export const pushSchema = z.object({
  protocol: z.int(),
  account: idOf<AccountId>(),
  device: idOf<DeviceId>(),
  storeId: idOf<StoreId>(),
  entries: z.array(outboxEntrySchema).check(z.maxLength(500)),
  briefs: z.array(z.object({ hash: idOf<BriefHash>(), brief: briefSchema })).check(z.maxLength(500)),
});
export type Push = Readonly<z.infer<typeof pushSchema>>;

export type PushAnswer =
  /** Everything up to `lastChange` is settled; refused ones are named, and settled too. */
  | {
      readonly type: 'settled';
      readonly lastChange: number;
      readonly refused: readonly { readonly n: number; readonly refusal: ChangeRefusal }[];
    }
  /** The server knows this device only up to `lastChange`, and the push begins later. */
  | { readonly type: 'gap'; readonly lastChange: number }
  | { readonly type: 'refused'; readonly reason: 'signed_out' | 'wrong_account' | 'wrong_store' | 'too_old' };
