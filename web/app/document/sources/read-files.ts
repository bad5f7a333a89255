import { err } from '../../../../shared/kernel/result.ts';
import { maxFileBytes } from './file-fault.ts';
import { type FileRead, readFile } from './read-file.ts';
import type { ReadRequest } from './worker/main.ts';

/** A file, and what was found in it. */
export type NamedRead = { readonly name: string; readonly read: FileRead };

/** From this size on a file is read beside the page, which stays quick. */
const largeBytes = 1024 * 1024;

/** Reads each of the files; what is wrong with one says nothing about the others. */
export const readFiles = (files: readonly File[]): Promise<readonly NamedRead[]> =>
  Promise.all(files.map(async (file) => ({ name: file.name, read: await readOne(file) })));

async function readOne(file: File): Promise<FileRead> {
  if (file.size > maxFileBytes) return err({ type: 'too_large', bytes: file.size });
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) return err({ type: 'unreadable' });
  if (file.size < largeBytes) return readFile(file.name, new Uint8Array(bytes));
  return readBeside({ name: file.name, bytes });
}

function readBeside(request: ReadRequest): Promise<FileRead> {
  const worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module', name: 'reader' });
  return new Promise<FileRead>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FileRead>) => resolve(data);
    // A browser that is short of memory may end it, and one that is offline may not find its script.
    worker.onerror = () => resolve(err({ type: 'unread' }));
    worker.postMessage(request, [request.bytes]);
  }).finally(() => worker.terminate());
}
