import type { NewSource } from '../../../ports.ts';
import { type ColumnField, type Columns, columnFields } from './columns.ts';
import { factsOf, fieldWords } from './source-words.ts';
import type { Table } from './table.ts';

type ColumnChoiceProps = {
  readonly file: string;
  readonly table: Table;
  readonly columns: Columns;
  readonly onChoose: (columns: Columns) => void;
  /** What the first rows become. */
  readonly preview: readonly NewSource[];
};

/** Which column is what, and what comes of it. */
export function ColumnChoice({ file, table, columns, onChoose, preview }: ColumnChoiceProps) {
  return (
    <fieldset className="column-choice">
      <legend className="panel-title">Columns of {file}</legend>
      <div className="fields">
        {columnFields.map((field) => (
          <ColumnSelect
            key={field}
            field={field}
            table={table}
            chosen={columns[field]}
            onChoose={(column) => onChoose({ ...columns, [field]: column })}
          />
        ))}
      </div>
      <ul className="preview" aria-label={`The first sources of ${file}`}>
        {preview.map((source, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place, and its elements keep no state
          <li key={at} className="preview-source">
            <span className="source-title">{source.title || 'Untitled'}</span>
            <span className="source-facts">{factsOf(source)}</span>
            <span className="preview-text">{source.text.slice(0, 300)}</span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

type ColumnSelectProps = {
  readonly field: ColumnField;
  readonly table: Table;
  readonly chosen: string;
  readonly onChoose: (column: string) => void;
};

function ColumnSelect({ field, table, chosen, onChoose }: ColumnSelectProps) {
  return (
    <label className="field">
      <span className="field-label">{fieldWords[field]}</span>
      <select className="input" aria-label={fieldWords[field]} value={chosen} onChange={(event) => onChoose(event.target.value)}>
        <option value="">No column</option>
        {table.columns.map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
    </label>
  );
}
