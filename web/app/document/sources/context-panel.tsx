import { useEffect, useMemo, useState } from 'react';
import { type ContextFilter, chooseSources, everything } from '../../../../shared/recipes/context.ts';
import { maxSources } from '../../../../shared/recipes/sources.ts';
import type { Document, Source } from '../../../../shared/records/records.ts';
import { useAct } from '../../desk.tsx';
import { counted } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { useSavedField } from '../../saved-field.ts';

type ContextPanelProps = { readonly document: Document; readonly sources: readonly Source[] };

/** Which of the sources the document's texts are written from. */
export function ContextPanel({ document, sources }: ContextPanelProps) {
  const { actions } = usePorts();
  const act = useAct();
  const { context, want } = useWanted(document);
  const matching = useMemo(() => chooseSources(sources, context).length, [sources, context]);
  const change = async (fields: Partial<ContextFilter>) => {
    const next = { ...context, ...fields };
    want(next);
    const saved = await act(actions.setContext(document.id, next));
    if (!saved.ok) want(null);
    return saved;
  };
  return (
    <fieldset className="context">
      <legend className="panel-title">Context</legend>
      <p className="note context-match" role="status">
        {matchInWords(matching, sources.length)}
      </p>
      <div className="context-pair">
        <DayField label="From" day={context.from} onDay={(from) => void change({ from })} />
        <DayField label="To" day={context.to} onDay={(to) => void change({ to })} />
      </div>
      <TypeChoice sources={sources} chosen={context.types} onChoose={(types) => void change({ types })} />
      <MaxField max={context.max} onMax={async (max) => (await change({ max })).ok} />
      <Check label="Include goals" isOn={context.goals} onSwitch={(goals) => void change({ goals })} />
      <Check label="Include reviews" isOn={context.reviews} onSwitch={(reviews) => void change({ reviews })} />
      <Check label="Only with a date" isOn={context.datedOnly} onSwitch={(datedOnly) => void change({ datedOnly })} />
      <LoginField document={document} />
    </fieldset>
  );
}

/** What was just chosen is shown at once, and until the row says the same. */
function useWanted(document: Document) {
  const [wanted, want] = useState<ContextFilter | null>(null);
  const isStored = JSON.stringify(wanted) === JSON.stringify(document.context);
  useEffect(() => {
    if (isStored) want(null);
  }, [isStored]);
  return { context: wanted ?? document.context ?? everything, want };
}

const matchInWords = (matching: number, all: number): string =>
  matching === all && all !== 1
    ? `All ${counted(all, 'source')} match.`
    : `${matching.toLocaleString('en')} of ${counted(all, 'source')} ${matching === 1 ? 'matches' : 'match'}.`;

type DayFieldProps = { readonly label: string; readonly day: string | null; readonly onDay: (day: string | null) => void };

function DayField({ label, day, onDay }: DayFieldProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        className="input"
        type="date"
        value={day?.slice(0, 10) ?? ''}
        onChange={(event) => onDay(event.target.value || null)}
      />
    </label>
  );
}

type TypeChoiceProps = {
  readonly sources: readonly Source[];
  /** Null for all. */
  readonly chosen: readonly string[] | null;
  readonly onChoose: (types: readonly string[] | null) => void;
};

/** The types that the evidence has, and those that were chosen and are not there any more. */
function TypeChoice({ sources, chosen, onChoose }: TypeChoiceProps) {
  const counts = useMemo(() => {
    const evidence = sources.filter(({ role }) => role === 'evidence');
    const found = Map.groupBy(evidence, ({ type }) => type);
    return [...new Set([...found.keys(), ...(chosen ?? [])])]
      .sort()
      .map((type) => ({ type, count: found.get(type)?.length ?? 0 }));
  }, [sources, chosen]);
  if (counts.length < 2 && chosen === null) return null;
  const toggle = (type: string, isOn: boolean) => {
    const before = chosen ?? counts.map((each) => each.type);
    const next = isOn ? [...before, type] : before.filter((other) => other !== type);
    onChoose(counts.every((each) => next.includes(each.type)) ? null : next);
  };
  return (
    <fieldset className="context-types">
      <legend className="field-label">Types of evidence</legend>
      {counts.slice(0, 100).map(({ type, count }) => (
        <label key={type} className="check">
          <input
            type="checkbox"
            checked={chosen === null || chosen.includes(type)}
            onChange={(event) => toggle(type, event.target.checked)}
          />
          {type || 'Without a type'} <span className="count">{count.toLocaleString('en')}</span>
        </label>
      ))}
    </fieldset>
  );
}

type MaxFieldProps = { readonly max: number | null; readonly onMax: (max: number | null) => Promise<boolean> };

/** What is no number of sources is not saved. */
function MaxField({ max, onMax }: MaxFieldProps) {
  const field = useSavedField(max === null ? '' : String(max), async (text) => {
    const value = text === '' ? null : Number(text);
    return value !== null && !(Number.isInteger(value) && value >= 0 && value <= maxSources) ? true : onMax(value);
  });
  return (
    <label className="field context-max">
      <span className="field-label">At most, the newest first</span>
      <input
        className="input"
        type="number"
        min={0}
        max={maxSources}
        placeholder="All"
        value={field.text}
        onChange={(event) => field.onChange(event.target.value)}
        onFocus={field.onFocus}
        onBlur={field.onBlur}
      />
    </label>
  );
}

type CheckProps = { readonly label: string; readonly isOn: boolean; readonly onSwitch: (isOn: boolean) => void };

function Check({ label, isOn, onSwitch }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.target.checked)} />
      {label}
    </label>
  );
}

function LoginField({ document }: { readonly document: Document }) {
  const { actions } = usePorts();
  const act = useAct();
  const field = useSavedField(document.login ?? '', async (text) => (await act(actions.setLogin(document.id, text.trim()))).ok);
  return (
    <label className="field">
      <span className="field-label">Person (login)</span>
      <input
        className="input"
        placeholder="Whom this is about"
        maxLength={200}
        autoCapitalize="none"
        spellCheck={false}
        value={field.text}
        onChange={(event) => field.onChange(event.target.value)}
        onFocus={field.onFocus}
        onBlur={field.onBlur}
      />
    </label>
  );
}
