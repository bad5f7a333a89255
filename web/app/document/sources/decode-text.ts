import { err, ok, type Result } from '../../../../shared/kernel/result.ts';
import type { FileFault } from './file-fault.ts';

/**
 * Reads a file's bytes as text, whatever it was saved as: UTF-8 and UTF-16 with or without their marks, and the old Western European
 * encoding that spreadsheets still write, for what is none of these.
 */
export function decodeText(bytes: Uint8Array): Result<string, FileFault> {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (encoding === null) {
    const byte = bytes.findIndex(isControl);
    if (byte >= 0) return err({ type: 'binary', byte });
  }
  const text = encoding === null ? decodeUnmarked(bytes) : new TextDecoder(encoding).decode(bytes);
  return text.trim() === '' ? err({ type: 'empty' }) : ok(text);
}

/** By the mark at the start, which the decoder leaves out. */
function markedEncoding([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

const looksAtBytes = 2_000;

/** Western text in UTF-16 has a zero in every second byte, and almost none in the others. */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  const seen = bytes.subarray(0, looksAtBytes);
  const half = seen.length / 2;
  const zerosAt = (rest: number) => seen.reduce((sum, byte, at) => (byte === 0 && at % 2 === rest ? sum + 1 : sum), 0);
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  if (odd > half * 0.7 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.7 && odd < half * 0.1) return 'utf-16be';
  return null;
}

/** No text has these; tab, line and page ends and escape are let through. */
const isControl = (byte: number): boolean => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

function decodeUnmarked(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
