import { ActionIcon } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import type { Document } from '../../../../shared/records/records.ts';
import { undoMs } from '../../../ports.ts';
import { useReadDocument } from '../../../store/live.ts';
import { saveAll, useDesk } from '../../desk.tsx';
import { markdownAsHtml } from '../markdown.ts';
import { copyRichText } from './clipboard.ts';
import { documentAsMarkdown, fileNameOf } from './document-markdown.ts';

/** Copies one block's text, as it stands on the screen, as rich text and as Markdown. */
export function CopyBlock({ text }: { readonly text: string }) {
  const copy = useCopy();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label="Copy"
      title="Copy"
      onClick={() => copy(Promise.resolve(text))}
    >
      <IconCopy size={16} stroke={1.75} aria-hidden="true" />
    </ActionIcon>
  );
}

/** Takes the whole document away: into the clipboard, or as a Markdown file that is named by its title. */
export function TakeDocumentAway({ document, isEmpty }: { readonly document: Document; readonly isEmpty: boolean }) {
  const desk = useDesk();
  const readDocument = useReadDocument();
  const copy = useCopy();
  const markdown = async () => {
    await saveAll(desk);
    return documentAsMarkdown(await readDocument(document.id, desk.deferred.hidden()));
  };
  const download = async () => saveAs(fileNameOf(document.title), await markdown());
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        aria-label="Copy"
        title="Copy the whole document"
        disabled={isEmpty}
        onClick={() => copy(markdown())}
      >
        <IconCopy size={18} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={36}
        aria-label="Download Markdown"
        title="Download Markdown"
        disabled={isEmpty}
        onClick={() => void download()}
      >
        <IconDownload size={18} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </>
  );
}

function useCopy(): (markdown: Promise<string>) => void {
  const { toasts } = useDesk();
  const copy = async (markdown: Promise<string>) => {
    const rich = markdown.then((text) => ({ markdown: text, html: markdownAsHtml(text) }));
    const text = (await copyRichText(rich)) ? copied : notCopied;
    toasts.show({ tone: 'plain', text, lastsMs: undoMs / 2 });
  };
  return (markdown) => void copy(markdown);
}

const copied = 'Copied, with its formatting and as Markdown.';
const notCopied = 'The browser did not let this page copy. Select the text and copy it by hand.';

function saveAs(name: string, markdown: string): void {
  const url = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
