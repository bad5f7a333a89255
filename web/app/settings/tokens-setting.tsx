import './tokens.css';
import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type Programs, type Scope, type Token, usePrograms } from '../../remote/programs-query.ts';
import { agoInWords, exactTime } from '../numbers.ts';
import { useNow } from '../time-hooks.ts';
import { RadioGroup } from '../ui/radio-group.tsx';
import { OriginsSetting } from './origins-setting.tsx';
import { refusedInWords, revokeNote, scopeChoices, shownOnce, tokensNote, unreachable } from './program-words.ts';

/** The programs that may come in by a token: make one, see when each was used, revoke it; and, for the owner, pages elsewhere. */
export function TokensSetting() {
  const programs = usePrograms();
  const { tokens, origins } = programs;
  return (
    <section className="setting tokens" aria-labelledby="programs-title">
      <h2 id="programs-title">Programs</h2>
      <p>{tokensNote}</p>
      <MakeToken programs={programs} />
      {tokens === undefined && !programs.isReachable && <p role="status">{unreachable}</p>}
      {tokens !== undefined && tokens.length > 0 && (
        <ul className="token-list" aria-label="Tokens">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => programs.revokeToken(token.id)} />
          ))}
        </ul>
      )}
      {origins !== undefined && origins !== null && <OriginsSetting origins={origins} programs={programs} />}
    </section>
  );
}

function MakeToken({ programs }: { readonly programs: Programs }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('jobs:write');
  const [made, setMade] = useState<string | null>(null);
  const [isBack, setBack] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isBack && made === null) field.current?.focus();
  }, [isBack, made]);
  const [fault, setFault] = useState<string | null>(null);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await programs.makeToken({ name: name.trim(), scope }).catch(() => null);
    setFault(answer === null ? unreachable : answer.type === 'made' ? null : refusedInWords(answer));
    if (answer?.type !== 'made') return;
    setMade(answer.token);
    setName('');
    setScope('jobs:write');
  };
  const done = () => {
    setMade(null);
    setBack(true);
  };
  if (made !== null) return <MadeToken token={made} onDone={done} />;
  return (
    <form className="token-form" onSubmit={(event) => void make(event)}>
      <label className="field field-wide">
        <span className="field-label">What it is for</span>
        <input
          className="input"
          placeholder="Nightly summary"
          required
          ref={field}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <RadioGroup name="What it may do" choices={scopeChoices} value={scope} onChoose={setScope} />
      <Button type="submit" variant="light" disabled={!programs.isReachable || name.trim() === ''}>
        Make token
      </Button>
      {fault !== null && <p role="alert">{fault}</p>}
    </form>
  );
}

function MadeToken({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(token).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="token-made" role="status">
      <code>{token}</code>
      <p>{shownOnce}</p>
      <div className="token-actions">
        <Button variant="light" onClick={() => void copy()} autoFocus>
          {isCopied ? 'Copied' : 'Copy token'}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const scope = scopeChoices.find(({ value }) => value === token.scope)?.label ?? token.scope;
  const revoke = () => {
    setAsking(false);
    onRevoke().then(
      () => setFault(null),
      () => setFault(unreachable),
    );
  };
  return (
    <li className="token" data-revoked={token.revokedAt !== null}>
      <div className="token-about">
        <span className="token-name">{token.name}</span>
        <span className="token-facts">
          {scope} · <TokenUse token={token} />
        </span>
        {isAsking && <span className="token-facts">{revokeNote}</span>}
        {fault !== null && <span role="alert">{fault}</span>}
      </div>
      {token.revokedAt === null && !isAsking && (
        <Button variant="subtle" color="gray" aria-label={`Revoke ${token.name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      )}
      {isAsking && (
        <div className="token-actions">
          <Button variant="light" color="red" onClick={revoke}>
            Revoke for good
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setAsking(false)} autoFocus>
            Keep
          </Button>
        </div>
      )}
    </li>
  );
}

const minuteMs = 60_000;

function TokenUse({ token: { createdAt, lastUsedAt, revokedAt } }: { readonly token: Token }) {
  const now = useNow(minuteMs);
  if (revokedAt !== null) return <time title={exactTime(revokedAt)}>revoked {agoInWords(revokedAt, now)}</time>;
  if (lastUsedAt !== null) return <time title={exactTime(lastUsedAt)}>used {agoInWords(lastUsedAt, now)}</time>;
  return <time title={exactTime(createdAt)}>made {agoInWords(createdAt, now)}, never used</time>;
}
