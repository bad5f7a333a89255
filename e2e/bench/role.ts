import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/mini';
import { pinnedNode, root } from '../../scripts/setup/project.mjs';

/** A process that plays one part of a measurement, so that its CPU and memory are its own. */
export type Role = {
  readonly pid: number;
  /** Has it do something; resolves with what it answers. One order at a time. */
  readonly ask: <T>(order: string, answer: z.ZodMiniType<T>) => Promise<T>;
  readonly end: () => Promise<void>;
};

const answerSchema = z.union([z.object({ answer: z.unknown() }), z.object({ fault: z.string() })]);

/**
 * Starts `e2e/bench/<part>/main.ts` and waits until it takes orders. It runs in an empty folder of its own, which goes when it has ended:
 * it is killed, and cannot tidy up itself.
 */
export async function startRole(part: string, ...args: readonly string[]): Promise<Role> {
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-bench-'));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', tidy);
  const child = fork(join(root, 'e2e/bench', part, 'main.ts'), args, {
    cwd: folder,
    execPath: pinnedNode,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  const heard = async (): Promise<unknown> => {
    const gone = exited.then(() => ({ fault: `${part} ended by itself` }));
    const said = answerSchema.parse(await Promise.race([once(child, 'message').then(([message]) => message), gone]));
    if ('fault' in said) throw new Error(`${part}: ${said.fault}`);
    return said.answer;
  };
  await heard();
  return {
    pid: child.pid ?? 0,
    ask: async (order, answer) => {
      const told = heard();
      child.send(order);
      return answer.parse(await told);
    },
    end: async () => {
      child.kill('SIGKILL');
      await exited;
      tidy();
      process.off('exit', tidy);
    },
  };
}

/** For the process itself: the empty folder that it may fill. */
export const ownFolder = (): string => process.cwd();

/** For the process itself: does what it is told, by the names of the orders, and ends with whoever started it. */
export function takeOrders(orders: Readonly<Record<string, () => unknown>>): void {
  const say = (message: z.infer<typeof answerSchema>) => process.send?.(message);
  process.on('disconnect', () => process.exit());
  process.on('message', async (order) => {
    try {
      const obey = orders[String(order)];
      if (obey === undefined) throw new Error(`no such order: ${order}`);
      say({ answer: (await obey()) ?? null });
    } catch (error) {
      say({ fault: String(error) });
    }
  });
  say({ answer: null });
}
