import { useState } from 'react';
import type { ModelRequest } from '../../../shared/recipes/model-request.ts';
import { type useCallsOfJob, useRequestOfCall } from '../../remote/query.ts';
import { useModelNames } from '../model-names.ts';
import { usageInWords } from '../money-words.ts';
import { counted, durationInWords, exactTime } from '../numbers.ts';

type Attempt = NonNullable<ReturnType<typeof useCallsOfJob>['data']>[number];

/** What was tried for a step, from the server's account: when, how long, by which model, and to the letter what it was asked. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  return attempts.map((attempt) => (
    <div key={attempt.call} className="attempt">
      <AttemptLine attempt={attempt} />
      <AsSent attempt={attempt} />
      <Kept attempt={attempt} />
    </div>
  ));
}

function AttemptLine({ attempt: { attempt, claimedAt, end } }: { readonly attempt: Attempt }) {
  const { nameOfModel } = useModelNames();
  const usage = end !== null && end.type !== 'lost' ? end.usage : null;
  const facts = [
    `Attempt ${attempt}`,
    end === null ? 'under way' : endWords[end.type],
    end === null ? null : durationInWords(end.endedAt - claimedAt),
    end?.type === 'done' ? nameOfModel(end.model) : null,
    usage === null ? null : usageInWords(usage),
  ];
  return (
    <p className="note" title={`Sent ${exactTime(claimedAt)}`}>
      {facts.filter((fact) => fact !== null).join(' · ')}
    </p>
  );
}

const endWords = { done: 'answered', failed: 'broke off', lost: 'lost with its server' } as const;

/** Asked for only once a person wants to see it: with its sources it can be long. */
function AsSent({ attempt: { call, attempt } }: { readonly attempt: Attempt }) {
  const [isOpen, setOpen] = useState(false);
  const { data, isError } = useRequestOfCall(call, isOpen);
  return (
    <details className="details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Prompt as sent{attempt > 1 ? `, attempt ${attempt}` : ''}</summary>
      {isOpen && data === undefined && (
        <p>{isError ? 'The server could not say it. Close this and open it again.' : 'Asking the server for it.'}</p>
      )}
      {data === null && <p>The server keeps it no more.</p>}
      {data && <RequestParts request={data} />}
    </details>
  );
}

function RequestParts({ request }: { readonly request: ModelRequest }) {
  const { nameOfModel } = useModelNames();
  const parts = [
    ['Instructions', request.system],
    ['Sources', request.sources],
    ['Task', request.task],
  ] as const;
  return (
    <>
      <p>
        {nameOfModel(request.model)}, at most {counted(request.maxOutputTokens, 'token')} out.
      </p>
      {parts.map(
        ([name, text]) =>
          text !== '' && (
            <section key={name} aria-label={name}>
              <p className="attempt-part">{name}</p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
              <pre className="attempt-text" tabIndex={0}>
                {text}
              </pre>
            </section>
          ),
      )}
    </>
  );
}

/** What an attempt before the last had written when it broke off: kept, and never joined to what came after (L7). */
function Kept({ attempt: { attempt, end, text, words } }: { readonly attempt: Attempt }) {
  if (end === null || end.type === 'done' || text === '') return null;
  return (
    <details className="details">
      <summary>
        Kept from attempt {attempt}: {counted(words, 'word')}
      </summary>
      <p className="attempt-text">{text}</p>
    </details>
  );
}
