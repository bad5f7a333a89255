import { type JobRequest, jobRequest } from '../../server/api/job-request.ts';
import type { Problem } from '../../server/api/problem.ts';
import type { Verb } from '../../server/api/steer-job.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Network } from './network.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a program does. */
export const programDeeds = ['post', 'cancel', 'pause', 'resume'] as const;
/** What a program asks of the server's API, and when. */
export type ProgramEvent = {
  readonly at: number;
  readonly deed: (typeof programDeeds)[number];
  readonly pick: number;
  readonly word: string;
};

/** A script with a token: it makes jobs under keys of its own, asks again when it hears nothing, and steers what it made. */
export type Program = {
  readonly act: (event: ProgramEvent) => Promise<void>;
  /** The job that each key was answered with. */
  readonly made: ReadonlyMap<string, JobId>;
  /** How many keys were ever used. */
  readonly keys: () => number;
};

/** What a program reaches the server by, and who watches it. */
export type ProgramDeps = {
  readonly time: VirtualTime;
  readonly network: Pick<Network, 'ask'>;
  readonly account: AccountId;
  readonly reached: (what: string) => void;
  readonly broken: (promise: string, detail: string) => void;
};

const againMs = 1_500;
const maxTries = 20;

/** A program that has asked for nothing yet. */
export function createProgram({ time, network, account, reached, broken }: ProgramDeps): Program {
  const made = new Map<string, JobId>();
  const keys = new Set<string>();

  const post = async (key: string, request: JobRequest): Promise<void> => {
    keys.add(key);
    for (let tries = 0; tries < maxTries; tries += 1) {
      const reply = await network.ask((boot) => boot.api.create(account, key, request));
      if (reply.ok) return answered(key, reply.value);
      await new Promise<void>((resolve) => time.after(againMs, resolve));
    }
  };
  const answered = (key: string, answer: Result<{ readonly jobId: JobId }, Problem>): void => {
    reached(`program: post ${answer.ok ? 'answered' : answer.error.type}`);
    if (!answer.ok) return;
    const known = made.get(key);
    if (known !== undefined && known !== answer.value.jobId) broken('S2', `one key made ${known} and ${answer.value.jobId}`);
    made.set(key, answer.value.jobId);
  };
  const steer = async (verb: Verb, pick: number): Promise<void> => {
    const job = [...made.values()][Math.floor(pick * made.size)];
    if (job === undefined) return;
    const reply = await network.ask((boot) => boot.api.steer(account, job, verb));
    if (reply.ok) reached(`program: ${verb} ${reply.value.ok ? 'done' : reply.value.error.type}`);
  };

  return {
    made,
    keys: () => keys.size,
    act: ({ deed, pick, word }) => (deed === 'post' ? post(word, requestOf(word, pick)) : steer(deed, pick)),
  };
}

const requestOf = (word: string, pick: number): JobRequest =>
  jobRequest.parse(
    pick < 0.6
      ? { kind: 'block.generate', input: { prompt: `Tell of ${word}` } }
      : {
          kind: 'document.generate',
          input: { title: `Report ${word}`, prompts: pick < 0.8 ? [] : [`Tell ${word} one`, `Tell ${word} two`] },
        },
  );
