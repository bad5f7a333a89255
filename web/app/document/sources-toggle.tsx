import { Button } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import type { DocumentId } from '../../../shared/kernel/brand.ts';
import { useSources } from '../../store/live.ts';
import { usePanel } from './panel-state.ts';

/** Opens and closes the sources. */
export function SourcesToggle({ document }: { readonly document: DocumentId }) {
  const panel = usePanel();
  const count = useSources(document)?.length ?? 0;
  const isOpen = panel.shown?.type === 'sources';
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconFiles size={16} stroke={1.75} aria-hidden="true" />}
      aria-expanded={isOpen}
      onClick={() => (isOpen ? panel.close() : panel.show({ type: 'sources' }))}
    >
      <span className="sources-word">Sources </span>
      {count > 0 && <span className="count">{count.toLocaleString('en')}</span>}
    </Button>
  );
}
