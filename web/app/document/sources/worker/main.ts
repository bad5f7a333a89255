import { readFile } from '../read-file.ts';

/** One file to read; its answer is a `FileRead`. */
export type ReadRequest = { readonly name: string; readonly bytes: ArrayBuffer };

// The composition root of the worker that reads large files: it answers each request once.
addEventListener('message', ({ data }: MessageEvent<ReadRequest>) => {
  postMessage(readFile(data.name, new Uint8Array(data.bytes)));
});
