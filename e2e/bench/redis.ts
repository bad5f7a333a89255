import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Redis of the benchmark's own, which keeps nothing. */
export type RedisProcess = { readonly url: string; readonly port: number; readonly end: () => Promise<void> };

/** Starts Redis, installing Debian's package if there is none and we may; a sentence if it could not be had. */
export async function startRedis(): Promise<RedisProcess | string> {
  if (!hasRedis()) installRedis();
  if (!hasRedis()) return 'could not be had: no redis-server, and its package could not be installed';
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-redis-'));
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
  await Promise.race([ready, exited]);
  if (child.exitCode !== null) return `could not be had: redis-server ended with ${child.exitCode}`;
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    end: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function installRedis(): void {
  if (process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq redis-server'], { stdio: 'ignore', env });
  } catch {
    // Said by whoever looks for it next.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
