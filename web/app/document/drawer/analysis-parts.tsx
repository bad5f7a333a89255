import type { Analysis, AnalysisPart, Block, NamedSource, Source } from '../../../../shared/records/records.ts';
import { undoMs } from '../../../ports.ts';
import { saveAll, useAct, useDesk } from '../../desk.tsx';
import { usePorts } from '../../ports-context.tsx';
import { usePanel } from '../panel-state.ts';
import { partAsMarkdown, partGroups } from './thread-words.ts';

type AnalysisPartsProps = {
  readonly block: Block;
  readonly number: number;
  readonly analysis: Analysis;
  readonly sources: readonly Source[];
};

/** What was found in a text, by kind; every part can be put into the block. */
export function AnalysisParts({ block, number, analysis, sources }: AnalysisPartsProps) {
  const groups = partGroups.map(({ kind, heading }) => ({ heading, parts: analysis.parts.filter((part) => part.kind === kind) }));
  return groups
    .filter(({ parts }) => parts.length > 0)
    .map(({ heading, parts }) => (
      <section key={heading} className="parts">
        <h4 className="parts-heading">{heading}</h4>
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an analysis never changes
          <Part key={at} block={block} number={number} part={part} sources={sources} />
        ))}
      </section>
    ));
}

type PartProps = Pick<AnalysisPartsProps, 'block' | 'number' | 'sources'> & { readonly part: AnalysisPart };

function Part({ block, number, part, sources }: PartProps) {
  const insert = useInsert(block, number);
  const first = part.sources[0];
  const source = sources.find(({ id }) => id === first?.id);
  return (
    <div className="part" data-kind={part.kind}>
      {part.kind === 'theme' && <p className="part-title">{part.title}</p>}
      {part.kind === 'quote' ? <blockquote className="part-quote">{part.text}</blockquote> : <p>{part.text}</p>}
      {part.kind === 'quote' && !part.isVerbatim && <p className="note">These words do not stand so in any source.</p>}
      {part.sources.map((named) => (
        <SourceName key={named.id} named={named} source={sources.find(({ id }) => id === named.id)} />
      ))}
      {part.kind === 'quote' && part.sources.length === 0 && <p className="note">From the block itself</p>}
      <button type="button" className="link-button part-insert" onClick={() => void insert(partAsMarkdown(part, source))}>
        Insert
      </button>
    </div>
  );
}

function SourceName({ named, source }: { readonly named: NamedSource; readonly source: Source | undefined }) {
  const { openSource } = usePanel();
  const title = named.title || 'Untitled';
  if (source === undefined) return <p className="note">{title} (deleted since)</p>;
  return (
    <button type="button" className="link-button part-source" onClick={() => openSource(source.id)}>
      {title}
    </button>
  );
}

/** Puts a part at the end of the block's text: into its editor if that is open, so that nothing that is being typed is lost. */
function useInsert(block: Block, number: number): (markdown: string) => Promise<void> {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const told = (undo: () => void) => {
    const action = { label: 'Undo', run: undo };
    desk.toasts.show({ tone: 'plain', text: `It stands at the end of block ${number} now.`, action, lastsMs: undoMs });
  };
  return async (markdown) => {
    const append = desk.editors.get(block.id);
    if (append !== undefined) {
      const takeBack = append(markdown);
      return told(() => {
        if (!takeBack())
          desk.toasts.show({ tone: 'failed', text: 'You have typed more since; take it out by hand.', lastsMs: undoMs });
      });
    }
    await saveAll(desk);
    const inserted = await act(actions.insertText(block.id, markdown));
    if (inserted.ok) told(() => void act(actions.undoInsert(inserted.value)));
  };
}
