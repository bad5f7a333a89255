import type { BlockId, DocumentId } from '../../../shared/kernel/brand.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { MenuButton } from '../ui/menu-button.tsx';

type AddBlockProps = { readonly document: DocumentId; readonly isFirst: boolean; readonly onAdded: (block: BlockId) => void };

/** Adds a block at the end; `onAdded` lets the page move the focus into it. */
export function AddBlock({ document, isFirst, onAdded }: AddBlockProps) {
  const { actions } = usePorts();
  const act = useAct();
  const add = async (kind: 'prompt' | 'text') => {
    const added = await act(actions.addBlock(document, kind, null));
    if (added.ok) onAdded(added.value);
  };
  return (
    <div className="add-block">
      {isFirst && <p className="note">A document is made of blocks. Begin with one, or write a title and press Generate all.</p>}
      <MenuButton
        label="Add block"
        items={[
          { label: 'Prompt block', hint: 'Written by a model from your prompt', run: () => void add('prompt') },
          { label: 'Text block', hint: 'Written by you', run: () => void add('text') },
        ]}
      />
    </div>
  );
}
