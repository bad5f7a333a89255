import type { AccountId, CallId, JobId, StepId } from '../shared/kernel/brand.ts';
import type { Millis } from '../shared/kernel/time.ts';
import { countWords } from '../shared/recipes/words.ts';
import type { CallResult, Store } from './store/store.ts';

/** One call of a job as its page shows it. The text of an attempt that was repeated stays readable here (L7). */
export type Attempt = {
  readonly call: CallId;
  readonly step: StepId;
  readonly attempt: number;
  readonly claimedAt: Millis;
  /** Null while it is open. */
  readonly end: (CallResult & { readonly endedAt: Millis }) | null;
  readonly words: number;
  readonly text: string;
};

/** All attempts of a person's job, in the order of their claims; none if it is not theirs. */
export async function attemptsOf(store: Store, account: AccountId, job: JobId): Promise<readonly Attempt[]> {
  return store.transaction(async (tx) => {
    const attempts: Attempt[] = [];
    for (const { id, step, attempt, claimedAt, end } of await tx.calls.ofJob(account, job)) {
      const text = await tx.calls.text(id, 0);
      attempts.push({ call: id, step, attempt, claimedAt, end, words: countWords(text), text });
    }
    return attempts;
  });
}
