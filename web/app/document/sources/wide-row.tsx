import type { Source } from '../../../../shared/records/records.ts';
import { counted } from '../../numbers.ts';
import { typeInWords } from './source-order.ts';
import { Cell, SourceButtons, SourceText, titleOf } from './source-parts.tsx';

type WideRowProps = {
  readonly source: Source;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onEdit: () => void;
};

/** A source in the table; its title shows and hides what it says. */
export function WideRow({ source, isOpen, onToggle, onEdit }: WideRowProps) {
  const title = titleOf(source);
  return (
    <>
      <Cell className="wide-title">
        <button type="button" className="wide-open" aria-expanded={isOpen} title={title} onClick={onToggle}>
          {title}
        </button>
      </Cell>
      <Cell className="wide-type" title={typeInWords(source)}>
        {typeInWords(source)}
      </Cell>
      <Cell className="wide-author" title={source.author}>
        {source.author}
      </Cell>
      <Cell className="wide-date">{source.date?.slice(0, 10)}</Cell>
      <Cell className="wide-size" title={counted(source.text.length, 'character')}>
        {source.text.length.toLocaleString('en')}
      </Cell>
      <SourceButtons source={source} onEdit={onEdit} />
      {isOpen && (
        <Cell className="wide-text" span={6}>
          <SourceText source={source} />
        </Cell>
      )}
    </>
  );
}
