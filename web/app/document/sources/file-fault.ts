import { bytesInWords } from '../../numbers.ts';

/** Larger files are not opened. */
export const maxFileBytes = 10 * 1024 * 1024;

/** Why nothing of a file was taken in. Lines count from 1, bytes from 0. */
export type FileFault =
  | { readonly type: 'empty' }
  | { readonly type: 'too_large'; readonly bytes: number }
  | { readonly type: 'binary'; readonly byte: number }
  /** JSON that ends before it is complete. */
  | { readonly type: 'cut_off'; readonly line: number; readonly byte: number }
  /** JSON that is none; the line is null where the browser does not tell. */
  | { readonly type: 'not_json'; readonly line: number | null }
  /** CSV with a quotation mark that is never closed, or stands where none may. */
  | { readonly type: 'quotes'; readonly line: number }
  /** Nothing in it that could be a source. */
  | { readonly type: 'nothing' }
  /** It is not there any more, or may not be read; a folder, for one. */
  | { readonly type: 'unreadable' }
  /** The browser did not let it be read beside the page. */
  | { readonly type: 'unread' };

/** One sentence that names the file, the place and the reason. */
export function faultInWords(file: string, fault: FileFault): string {
  switch (fault.type) {
    case 'empty':
      return `${file} is empty.`;
    case 'too_large':
      return `${file} is ${bytesInWords(fault.bytes)}; a file may have up to ${bytesInWords(maxFileBytes)}.`;
    case 'binary':
      return `${file} is not a text: byte ${fault.byte.toLocaleString('en')} is no character. Save it as text, Markdown, CSV or JSON.`;
    case 'cut_off':
      return `${file} is cut off: its JSON ends in the middle, on line ${fault.line.toLocaleString('en')}, byte ${fault.byte.toLocaleString('en')}.`;
    case 'not_json':
      return fault.line === null
        ? `${file} is not valid JSON.`
        : `${file} is not valid JSON: line ${fault.line.toLocaleString('en')} cannot be read.`;
    case 'quotes':
      return `${file} cannot be read as CSV: a quotation mark on line ${fault.line.toLocaleString('en')} is not closed as it should be.`;
    case 'nothing':
      return `${file} has no entries with a title or a text.`;
    case 'unreadable':
      return `${file} could not be opened. Is it a folder, or was it moved?`;
    case 'unread':
      return `${file} could not be read just now. Drop it again, or reload the page first.`;
  }
}
