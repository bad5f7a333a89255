import { useId } from 'react';
import { demoModelId } from '../../../shared/recipes/model-request.ts';
import type { Document } from '../../../shared/records/records.ts';
import { useModels } from '../../remote/query.ts';
import { useAct } from '../desk.tsx';
import { useMeantModel } from '../model-names.ts';
import { usePorts } from '../ports-context.tsx';
import { useSavedField } from '../saved-field.ts';

/** The model that the document's next jobs ask for. A job that runs keeps its own. */
export function ModelChoice({ document }: { readonly document: Document }) {
  const list = useModels().data;
  return list?.freeText ? (
    <TypedModel document={document} known={list.models} />
  ) : (
    <ListedModel document={document} known={list?.models ?? []} />
  );
}

type KnownModel = { readonly id: string; readonly name: string };
type ModelProps = { readonly document: Document; readonly known: readonly KnownModel[] };

function ListedModel({ document, known }: ModelProps) {
  const { actions } = usePorts();
  const act = useAct();
  const id = useId();
  const isKnown = document.model === 'default' || known.some((model) => model.id === document.model);
  return (
    <div className="model">
      <label htmlFor={id} className="model-label">
        Model
      </label>
      <select
        id={id}
        className="select"
        value={document.model}
        onChange={(event) => void act(actions.setModel(document.id, event.target.value))}
      >
        <option value="default">{useDefaultLabel(known)}</option>
        {known.map((model) => (
          <option key={model.id} value={model.id}>
            {model.name}
          </option>
        ))}
        {!isKnown && <option value={document.model}>{document.model}</option>}
      </select>
    </div>
  );
}

/** The provider has no list: any name may be right. */
function TypedModel({ document, known }: ModelProps) {
  const { actions } = usePorts();
  const act = useAct();
  const id = useId();
  const model = useSavedField(document.model === 'default' ? '' : document.model, async (text) => {
    return (await act(actions.setModel(document.id, text.trim() === '' ? 'default' : text.trim()))).ok;
  });
  return (
    <div className="model">
      <label htmlFor={id} className="model-label">
        Model
      </label>
      <input
        id={id}
        className="select"
        list={`${id}-known`}
        placeholder={useDefaultLabel(known)}
        maxLength={200}
        spellCheck={false}
        value={model.text}
        onChange={(event) => model.onChange(event.target.value)}
        onFocus={model.onFocus}
        onBlur={model.onBlur}
      />
      <datalist id={`${id}-known`}>
        {known.map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </datalist>
    </div>
  );
}

/** `Default: Demo model`; only `Default` while nobody knows what that is. */
function useDefaultLabel(known: readonly KnownModel[]): string {
  const id = useMeantModel('default');
  if (id === null) return 'Default';
  return `Default: ${known.find((model) => model.id === id)?.name ?? (id === demoModelId ? 'Demo model' : id)}`;
}
