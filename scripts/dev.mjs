import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { runCommand } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, root, toolEnv } from './setup/project.mjs';

// npm run dev: the pages by Vite with hot reload, the server restarted when its files change, one address for both.
const host = process.env['HOST'] ?? '127.0.0.1';
const port = process.env['PORT'] ?? '3000';

await runCommand(async () => {
  await ensureInstalled();
  const apiPort = String(await freePort());
  const server = start(['--watch', '--watch-preserve-output', 'server/main.ts'], { PORT: apiPort, HOST: '127.0.0.1' });
  const pages = start(['node_modules/vite/bin/vite.js', '--host', host, '--port', port, '--strictPort', '--logLevel', 'warn'], {
    API_URL: `http://127.0.0.1:${apiPort}`,
  });
  const children = [server, pages];
  // The server's own address is not the one to open.
  server.stdout.on('data', (bytes) => {
    process.stdout.write(String(bytes).replace(/(Meanwhile is ready at) \S+/, `$1 http://${host}:${port}`));
  });
  pages.stdout.pipe(process.stdout);
  for (const child of children) {
    child.on('exit', (code) => {
      for (const other of children) other.kill('SIGTERM');
      process.exitCode ??= code ?? 0;
    });
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      for (const child of children) child.kill('SIGTERM');
    });
  }
});

/**
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
function start(args, env) {
  return spawn(pinnedNode, args, { cwd: root, env: { ...toolEnv(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** @returns {Promise<number>} a port of this machine that nobody listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.'))));
    });
  });
}
