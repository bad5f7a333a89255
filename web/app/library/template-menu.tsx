import { IconChevronDown } from '@tabler/icons-react';
import { useNewDocument } from '../shell/new-document.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { templates } from './templates.ts';

/** Other ways to begin a document than with one empty prompt. */
export function TemplateMenu() {
  const newDocument = useNewDocument();
  const items = templates.map(({ name, hint, blocks }) => ({ label: name, hint, run: () => void newDocument(blocks) }));
  return <MenuButton label="New from a template" items={items} icon={<IconChevronDown size={16} aria-hidden="true" />} />;
}
