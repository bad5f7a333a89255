import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Programs } from '../../remote/programs-query.ts';
import { originsNote, refusedInWords, unreachable } from './program-words.ts';

/** The pages elsewhere whose scripts may call the API: the owner lists them one by one. */
export function OriginsSetting({ origins, programs }: { readonly origins: readonly string[]; readonly programs: Programs }) {
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await programs.addOrigin(typed).catch(() => null);
    setFault(answer === null ? unreachable : answer.type === 'added' ? null : refusedInWords(answer));
    if (answer?.type === 'added') setTyped('');
  };
  const remove = (origin: string) =>
    programs.removeOrigin(origin).then(
      () => setFault(null),
      () => setFault(unreachable),
    );
  return (
    <div className="origins">
      <h3>Pages that may call</h3>
      <p>{originsNote}</p>
      <form className="origin-form" onSubmit={(event) => void add(event)}>
        <label className="field field-wide">
          <span className="field-label">Origin</span>
          <input
            className="input"
            placeholder="https://notes.example"
            maxLength={300}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <Button type="submit" variant="light" disabled={!programs.isReachable || typed.trim() === ''}>
          Allow
        </Button>
      </form>
      {fault !== null && <p role="alert">{fault}</p>}
      {origins.length > 0 && (
        <ul className="token-list" aria-label="Pages that may call">
          {origins.map((origin) => (
            <li key={origin} className="token">
              <code className="token-name">{origin}</code>
              <Button variant="subtle" color="gray" aria-label={`Remove ${origin}`} onClick={() => void remove(origin)}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
