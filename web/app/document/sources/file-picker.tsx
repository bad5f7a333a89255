import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconFileText, IconUpload, IconX } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { PlainList } from '../../ui/plain-list.tsx';
import { faultInWords } from './file-fault.ts';
import type { NamedRead } from './read-files.ts';
import { contentInWords } from './source-words.ts';

type FilePickerProps = {
  readonly reads: readonly NamedRead[];
  readonly isReading: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onRemove: (name: string) => void;
};

/** Files to be taken in, and what was found in each; the faults are announced. */
export function FilePicker({ reads, isReading, onFiles, onRemove }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    event.target.value = '';
  };
  return (
    <div className="file-picker">
      <input ref={input} type="file" multiple hidden accept=".csv,.tsv,.json,.md,.markdown,.txt,text/*" onChange={choose} />
      <div className="file-picker-bar">
        <Button
          variant="default"
          leftSection={<IconUpload size={16} aria-hidden="true" />}
          loading={isReading}
          onClick={() => input.current?.click()}
        >
          Choose files
        </Button>
        <span className="note">CSV, JSON, Markdown or text. You can also drop them anywhere on the page.</span>
      </div>
      {reads.length > 0 && (
        <PlainList className="files" label="Files">
          {reads.map((read) => (
            <FileRow key={read.name} file={read} onRemove={() => onRemove(read.name)} />
          ))}
        </PlainList>
      )}
    </div>
  );
}

function FileRow({ file, onRemove }: { readonly file: NamedRead; readonly onRemove: () => void }) {
  const { name, read } = file;
  return (
    <li className="file" data-ok={read.ok}>
      {read.ok ? (
        <IconFileText size={16} stroke={1.5} aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      )}
      {read.ok ? (
        <span className="file-what">
          {name} <span className="note">{contentInWords(read.value)}</span>
        </span>
      ) : (
        <span className="file-what" role="alert">
          {faultInWords(name, read.error)}
        </span>
      )}
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Take ${name} away`} title="Take away" onClick={onRemove}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}
