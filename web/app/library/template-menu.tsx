import { IconChevronDown, IconFilePlus } from '@tabler/icons-react';
import { useNewDocument } from '../shell/new-document.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { templates } from './templates.ts';

/** Other ways to begin a document than with one empty prompt. `isAlone`: no button for a new document stands before it. */
export function TemplateMenu({ isAlone = false }: { readonly isAlone?: boolean }) {
  const Icon = isAlone ? IconFilePlus : IconChevronDown;
  const newDocument = useNewDocument();
  const items = templates.map(({ name, hint, blocks }) => ({ label: name, hint, run: () => void newDocument(blocks) }));
  return (
    <MenuButton
      label="New from a template"
      items={items}
      icon={<Icon size={isAlone ? 20 : 16} stroke={1.75} aria-hidden="true" />}
    />
  );
}
