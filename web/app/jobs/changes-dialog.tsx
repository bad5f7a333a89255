import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { z } from 'zod/mini';
import type { Job } from '../../../shared/engine/job.ts';
import { blockGenerateKind, blockRefineKind, maxFeedbackChars } from '../../../shared/recipes/kinds.ts';
import type { Brief } from '../../../shared/recipes/recipe.ts';
import { maxPromptChars } from '../../../shared/recipes/sources.ts';
import type { BriefChanges } from '../../ports.ts';
import { useModels } from '../../remote/query.ts';
import { useModelNames } from '../model-names.ts';
import { Dialog } from '../ui/dialog.tsx';

type ChangesDialogProps = {
  readonly job: Job;
  readonly brief: Brief;
  readonly isAsking: boolean;
  readonly onRun: (changes: BriefChanges) => void;
  readonly onClose: () => void;
};

/** Where a person changes what is asked, and of which model, before it is asked again. */
export function ChangesDialog({ job, brief, isAsking, onRun, onClose }: ChangesDialogProps) {
  const before = wordsOf(brief);
  const [words, setWords] = useState(before?.text ?? '');
  const [model, setModel] = useState(job.model);
  const isBlank = before !== null && words.trim() === '';
  const run = () =>
    onRun({
      ...(before !== null && words !== before.text && { words }),
      ...(model !== job.model && { model: model || 'default' }),
    });
  return (
    <Dialog title="Run again with changes" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        {before === null ? (
          <p>What it asks comes from the document: change its prompts there, or choose another model here.</p>
        ) : (
          <label className="field">
            <span className="field-label">{before.name}</span>
            <textarea
              className="input input-tall"
              maxLength={before.maxChars}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </label>
        )}
        <ModelField value={model} onChange={setModel} />
        {before?.name === 'Prompt' && <p className="note">A changed prompt becomes the block’s own.</p>}
        <div className="form-bar">
          <Button type="submit" disabled={isBlank || isAsking}>
            Start
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Words = { readonly name: 'Prompt' | 'Feedback'; readonly text: string; readonly maxChars: number };

const prompted = z.object({ prompt: z.string() });
const fedBack = z.object({ feedback: z.string() });

/** What a person may change of this brief; null for a kind whose words stand in the document. */
function wordsOf({ kind, input }: Brief): Words | null {
  if (kind === blockGenerateKind.kind) {
    const read = prompted.safeParse(input);
    return read.success ? { name: 'Prompt', text: read.data.prompt, maxChars: maxPromptChars } : null;
  }
  if (kind !== blockRefineKind.kind) return null;
  const read = fedBack.safeParse(input);
  return read.success ? { name: 'Feedback', text: read.data.feedback, maxChars: maxFeedbackChars } : null;
}

/** A list where the provider has one; without one any name may be right. */
function ModelField({ value, onChange }: { readonly value: string; readonly onChange: (model: string) => void }) {
  const id = useId();
  const { nameOfModel } = useModelNames();
  const list = useModels().data;
  const known = list?.models ?? [];
  const others = value !== '' && value !== 'default' && !known.some((model) => model.id === value) ? [value] : [];
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        Model
      </label>
      {list?.freeText ? (
        <input id={id} className="input" maxLength={200} value={value} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="default">Default</option>
          {[...known.map((model) => model.id), ...others].map((model) => (
            <option key={model} value={model}>
              {nameOfModel(model)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
