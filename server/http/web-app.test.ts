import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './http-client.testing.ts';
import { precompress } from './precompress.ts';
import { createWebApp } from './web-app.ts';

const page = '<!doctype html><title>Meanwhile</title>';
const script = `export const words = ${JSON.stringify('meanwhile '.repeat(500))};`;

let dir: string;
let server: Server;
let origin: string;

const write = (name: string, content: string) => {
  mkdirSync(join(dir, name, '..'), { recursive: true });
  writeFileSync(join(dir, name), content);
};

const get = (path: string, headers: Record<string, string> = {}) => ask(origin, { path, headers });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-web-'));
  write('index.html', page);
  write('service-worker.js', '// worker');
  write('assets/app-abc123.js', script);
  const web = createWebApp(dir);
  server = createServer((request, response) => void web(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('the web app', () => {
  it.each(['/', '/documents/abc', '/jobs', '/jobs/j1', '/settings', '/link'])(
    'is the page at %s, checked on every visit',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect({ status, body }).toEqual({ status: 200, body: page });
      expect(headers).toMatchObject({ 'content-type': 'text/html;charset=utf-8', 'cache-control': 'no-cache' });
    },
  );

  it('lets hashed files be kept for ever, and no others', async () => {
    const asset = await get('/assets/app-abc123.js');
    expect(asset).toMatchObject({ status: 200, body: script });
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await get('/service-worker.js')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/gone-123.js', '/assets/gone', '/gone.js', '/../web-app.ts', '/%2e%2e/package.json'])(
    'has nothing at %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('says that nothing changed', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'If-None-Match': headers.etag ?? '' });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it('sends what was compressed, to those who take it', async () => {
    expect(await precompress(dir)).toBe(1);
    const best = await get('/assets/app-abc123.js', { 'Accept-Encoding': 'gzip, deflate, br' });
    expect(best.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/javascript', vary: 'Accept-Encoding' });
    expect(best.headers['cache-control']).toContain('immutable');
    const older = await get('/assets/app-abc123.js', { 'Accept-Encoding': 'gzip' });
    expect(older.headers['content-encoding']).toBe('gzip');
    expect((await get('/assets/app-abc123.js')).body).toBe(script);
  });

  it('compresses a file again only when it changed', async () => {
    expect(await precompress(dir)).toBe(1);
    expect(await precompress(dir)).toBe(0);
    const file = join(dir, 'assets/app-abc123.js');
    write('assets/app-abc123.js', `${script}\n`);
    const later = statSync(`${file}.gz`).mtimeMs / 1_000 + 1;
    utimesSync(file, later, later);
    expect(await precompress(dir)).toBe(1);
  });

  it('goes on sending the file that it began to send while another start compresses it anew', async () => {
    await precompress(dir);
    const compressed = join(dir, 'assets/app-abc123.js.br');
    const before = statSync(compressed).ino;
    const reading = openSync(compressed, 'r');
    write('assets/app-abc123.js', `${script}\n`);
    const later = statSync(`${compressed.slice(0, -3)}.gz`).mtimeMs / 1_000 + 1;
    utimesSync(join(dir, 'assets/app-abc123.js'), later, later);
    await precompress(dir);
    expect(brotliDecompressSync(readFileSync(reading)).toString()).toBe(script);
    closeSync(reading);
    expect(statSync(compressed).ino).not.toBe(before);
    expect(readdirSync(join(dir, 'assets')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('shows the next build without a new start', async () => {
    await get('/');
    write('index.html', `${page}<p>New`);
    expect((await get('/')).body).toBe(`${page}<p>New`);
  });

  it('sends what was shared along with the page, to the byte, as data that nothing runs', async () => {
    write('index.html', '<!doctype html><head><title>Meanwhile</title></head>');
    const type = 'multipart/form-data; boundary=x';
    const body = `--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n</script><script>alert(1)</script>$& é\r\n--x--\r\n`;
    const answer = await ask(origin, { method: 'POST', path: '/share', headers: { 'Content-Type': type }, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html;charset=utf-8']);
    const [, data = ''] = /<script type="application\/json" id="shared">([^<]*)<\/script><\/head>$/.exec(answer.body) ?? [];
    const sent = JSON.parse(data);
    expect([sent.type, Buffer.from(sent.body, 'base64').toString()]).toEqual([type, body]);
  });

  it('leads to its page what is no form, and what is too much to the page that says so', async () => {
    const post = (type: string, body: string) =>
      ask(origin, { method: 'POST', path: '/share', headers: { 'Content-Type': type, 'Transfer-Encoding': 'chunked' }, body });
    const script = await post('multipart/form-data; boundary=<script>', 'x');
    expect([script.status, script.headers['location']]).toEqual([303, '/share']);
    const large = await post('multipart/form-data; boundary=x', 'x'.repeat(8 * 1_048_576 + 1));
    expect([large.status, large.headers['location']]).toEqual([303, '/share?id=too-large']);
  });

  it('says so when nothing is built', async () => {
    rmSync(join(dir, 'index.html'));
    const { status, body } = await get('/');
    expect(status).toBe(503);
    expect(body).toContain('npm run build');
  });
});
