import { type SourceRole, sourceRoles } from '../../../../shared/recipes/sources.ts';
import type { Said } from './intake.ts';
import { roleWords } from './source-words.ts';

type SourceFieldsProps = {
  readonly said: Said;
  readonly onSay: (said: Said) => void;
  /** What it is called if nobody says it. */
  readonly title?: string;
  /** All that can be said of one source, or what holds for many. */
  readonly of: 'one' | 'many';
};

/** What a source is, beside its text. */
export function SourceFields({ said, onSay, title = '', of }: SourceFieldsProps) {
  const say = (fields: Partial<Said>) => onSay({ ...said, ...fields });
  return (
    <div className="fields">
      {of === 'one' && (
        <Field
          label="Title of the source"
          value={said.title}
          placeholder={title}
          maxLength={500}
          place="field-wide"
          onValue={(text) => say({ title: text })}
        />
      )}
      <RoleField role={said.role} onRole={(role) => say({ role })} />
      <Field
        label="Type"
        value={said.type}
        placeholder="PR_AUTHORED, Interview …"
        maxLength={80}
        onValue={(type) => say({ type })}
      />
      {of === 'one' && (
        <>
          <Field label="Date" type="date" value={said.date} maxLength={10} onValue={(date) => say({ date })} />
          <Field label="Author" value={said.author} maxLength={200} onValue={(author) => say({ author })} />
          <Field label="Link" type="url" value={said.url} maxLength={2_000} place="field-rest" onValue={(url) => say({ url })} />
        </>
      )}
    </div>
  );
}

type RoleFieldProps = { readonly role: SourceRole; readonly onRole: (role: SourceRole) => void };

function RoleField({ role, onRole }: RoleFieldProps) {
  return (
    <label className="field">
      <span className="field-label">Role</span>
      <select
        className="input"
        value={role}
        onChange={(event) => onRole(sourceRoles.find((each) => each === event.target.value) ?? 'evidence')}
      >
        {sourceRoles.map((each) => (
          <option key={each} value={each}>
            {roleWords[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly type?: 'text' | 'date' | 'url';
  /** More than one column of the form. */
  readonly place?: 'field-wide' | 'field-rest';
};

function Field({ label, value, onValue, place, type = 'text', ...rest }: FieldProps) {
  return (
    <label className={place === undefined ? 'field' : `field ${place}`}>
      <span className="field-label">{label}</span>
      <input {...rest} className="input" type={type} value={value} onChange={(event) => onValue(event.target.value)} />
    </label>
  );
}
