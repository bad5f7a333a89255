import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { type KeyActions, useKeyActions, useProvider } from '../../remote/query.ts';
import { Dialog } from '../ui/dialog.tsx';
import { keyOrigins, keyRefusals, keyTestInWords } from './key-words.ts';

/** Who answers, and under which key; the owner of the server enters, tests and removes it. */
export function KeySetting() {
  const provider = useProvider().data;
  return (
    <section className="setting" id="key" aria-labelledby="key-title">
      <h2 id="key-title">Model provider</h2>
      {provider === undefined && <p>The server has not answered yet, so it is not known which key it uses.</p>}
      {provider?.type === 'demo' && (
        <p>
          No key is set. Texts come from the built-in demo model, which only rearranges your sources; it costs nothing and needs
          no network.
        </p>
      )}
      {provider?.type === 'anthropic' && (
        <p>
          Texts come from {provider.name}. {keyOrigins[provider.keyFrom]} The key stays on the server and is never sent to a
          browser.
        </p>
      )}
      {provider !== undefined && !provider.isOwner && <p className="note">Only the owner of this server can change the key.</p>}
      {provider?.isOwner && (
        <OwnKey
          from={provider.type === 'demo' ? 'none' : provider.keyFrom}
          name={provider.type === 'demo' ? 'Anthropic' : provider.name}
        />
      )}
      <details className="details">
        <summary>Other ways to set a key</summary>
        <p>
          Set <code>ANTHROPIC_API_KEY</code> in the server’s environment and start it again. For a local model or a gateway that
          speaks the same language, set <code>ANTHROPIC_BASE_URL</code> to its address instead, and <code>MODEL</code> to the
          model’s name.
        </p>
      </details>
    </section>
  );
}

type OwnKeyProps = { readonly from: keyof typeof keyOrigins; readonly name: string };

function OwnKey({ from, name }: OwnKeyProps) {
  const keys = useKeyActions();
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const run = async (what: () => Promise<string>) => {
    setBusy(true);
    setSaid('');
    setSaid(await what().catch(() => 'The server did not answer, so nothing is known to have changed. Try again.'));
    setBusy(false);
  };
  const test = async () => keyTestInWords(await keys.test(), name);
  const remove = async () => {
    await keys.remove();
    return 'The key is removed.';
  };
  return (
    <>
      {from !== 'environment' && <KeyForm keys={keys} name={name} isBusy={isBusy} run={run} />}
      {from !== 'none' && (
        <div className="setting-buttons">
          <Button variant="light" disabled={isBusy} onClick={() => void run(test)}>
            Test key
          </Button>
          {from === 'settings' && (
            <Button variant="subtle" color="gray" disabled={isBusy} onClick={() => setAsking(true)}>
              Remove key
            </Button>
          )}
        </div>
      )}
      <p role="status" className="setting-said">
        {said}
      </p>
      {isAsking && (
        <Dialog title="Remove the key?" onClose={() => setAsking(false)}>
          <p>
            The server forgets it, and nobody can bring it back. What is being written is finished; later texts come from the demo
            model, or fail if they name another.
          </p>
          <div className="setting-buttons">
            <Button
              color="gray"
              variant="light"
              onClick={() => {
                setAsking(false);
                void run(remove);
              }}
            >
              Remove
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setAsking(false)}>
              Keep
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

type KeyFormProps = {
  readonly keys: KeyActions;
  readonly name: string;
  readonly isBusy: boolean;
  readonly run: (what: () => Promise<string>) => Promise<void>;
};

/** Takes a key, keeps it and tests it at once. What was typed leaves the page with that. */
function KeyForm({ keys, name, isBusy, run }: KeyFormProps) {
  const id = useId();
  const [key, setKey] = useState('');
  const enter = async () => {
    const entered = await keys.enter(key);
    if (entered.type !== 'kept') return keyRefusals[entered.type];
    setKey('');
    return `The key is kept. ${keyTestInWords(await keys.test(), name)}`;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(enter);
  };
  return (
    <form className="setting-field" onSubmit={submit}>
      <label htmlFor={id}>API key</label>
      <div className="setting-row">
        <input
          id={id}
          className="select key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <Button type="submit" disabled={isBusy || key.trim() === ''}>
          Save key
        </Button>
      </div>
    </form>
  );
}
