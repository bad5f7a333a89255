import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dropShared, keepShared, maxSharedBytes, readShared, requestOf } from './shared.ts';

/** The browser's cache, as far as it is used here: what was put last stands last. */
function createCache() {
  const kept = new Map<string, Response>();
  return {
    put: async (address: string, response: Response) => {
      kept.delete(address);
      kept.set(address, response);
    },
    match: async (address: string) => kept.get(address)?.clone(),
    delete: async (address: string) => kept.delete(address),
    keys: async () => [...kept.keys()],
  };
}

beforeEach(() => {
  const cache = createCache();
  vi.stubGlobal('caches', { open: async () => cache });
  vi.stubGlobal('location', { href: 'http://localhost:3000/share' });
});

type Field = readonly [name: string, value: string | File];

const formOf = (...fields: readonly Field[]): Request => {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return new Request('http://localhost:3000/share', { method: 'POST', body });
};
const share = async (...fields: readonly Field[]) => {
  expect(await keepShared(formOf(...fields), 'one')).toBe(true);
  const files = await readShared('one');
  return files === null ? null : Promise.all(files.map(async (file) => [file.name, await file.text()]));
};

describe('what another app shares', () => {
  it('is a text under its title, with its address, and the files beside it', async () => {
    const file = new File(['# The bridge'], 'bridge.md', { type: 'text/markdown' });
    expect(await share(['title', 'A note'], ['text', 'It rained.'], ['url', 'https://example.org'], ['files', file])).toEqual([
      ['A note.txt', 'It rained.\n\nhttps://example.org'],
      ['bridge.md', '# The bridge'],
    ]);
  });

  it('is called by its first line where it has no title, without what no file may be called', async () => {
    expect(await share(['text', `a/b\\c ${'x'.repeat(100)}\nmore`])).toEqual([
      [`a b c ${'x'.repeat(74)}.txt`, expect.stringContaining('a/b')],
    ]);
  });

  it('is nothing where it is empty, no form, or forgotten', async () => {
    expect(await share(['title', 'Only a title'], ['text', '  '], ['files', new File([], 'empty.md')])).toBeNull();
    await keepShared(new Request('http://localhost:3000/share', { method: 'POST', body: 'no form' }), 'two');
    expect(await readShared('two')).toBeNull();
    await share(['text', 'There.']);
    await dropShared('one');
    expect(await readShared('one')).toBeNull();
  });

  it('is not kept when it is too large, and the oldest goes when there are more than ten', async () => {
    const large = new Request('http://localhost:3000/share', {
      method: 'POST',
      body: new Blob([new Uint8Array(maxSharedBytes + 1)]),
    });
    expect(await keepShared(large, 'large')).toBe(false);
    for (let at = 0; at <= 10; at += 1) await keepShared(formOf(['text', `Text ${at}`]), `id${at}`);
    expect(await readShared('id0')).toBeNull();
    expect(await readShared('id1')).not.toBeNull();
  });

  it('is the same when the server has sent it along with the page', async () => {
    const form = formOf(['text', 'Zürich 🙂'], ['files', new File(['x'], 'x.txt')]);
    const type = form.headers.get('content-type');
    const body = Buffer.from(await form.arrayBuffer()).toString('base64');
    const request = requestOf(JSON.stringify({ type, body }));
    expect(request !== null && (await keepShared(request, 'sent'))).toBe(true);
    expect((await readShared('sent'))?.map(({ name }) => name)).toEqual(['Zürich 🙂.txt', 'x.txt']);
    expect(requestOf('{}')).toBeNull();
  });
});
