import { Button } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { SignIn } from '../../ports.ts';
import { saveAll, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { linkInWords } from './sign-in-words.ts';

type Again = Awaited<ReturnType<SignIn['again']>>['type'] | 'asking' | 'failed';

/** Signs in again: at once where this browser still may, else by a link. Gone as soon as the server knows the browser. */
export function SignInDialog({ onClose }: { readonly onClose: () => void }) {
  const { signIn } = usePorts();
  const [again, setAgain] = useState<Again>('asking');
  const ask = useCallback(async () => {
    setAgain('asking');
    setAgain(
      await signIn.again().then(
        ({ type }) => type,
        () => 'failed',
      ),
    );
  }, [signIn]);
  useEffect(() => void ask(), [ask]);
  return (
    <Dialog title="Sign in again" onClose={onClose}>
      <div role="status">
        {(again === 'asking' || again === 'signed_in') && <p>Asking the server …</p>}
        {again === 'unreachable' && <p>The server does not answer. What you wrote is safe here; try again in a while.</p>}
        {again === 'failed' && <p>This browser could not read what it keeps. Reload the page, then try again.</p>}
      </div>
      {again === 'unreachable' && (
        <div className="form-bar">
          <Button onClick={() => void ask()}>Try again</Button>
        </div>
      )}
      {again === 'needs_link' && <LinkForm />}
    </Dialog>
  );
}

function LinkForm() {
  const { signIn } = usePorts();
  const desk = useDesk();
  const input = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState('');
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  // The dialog was open before there was anything to type into.
  useEffect(() => input.current?.focus(), []);
  const use = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await saveAll(desk);
    setSaid(linkInWords[(await signIn.byLink(link)).type]);
    setBusy(false);
  };
  return (
    <form className="form" onSubmit={(event) => void use(event)}>
      <p>
        This browser may not sign in by itself any more. Run <code>npm run link</code> where the server runs, and paste the link
        that it prints. Everything that you wrote here stays.
      </p>
      <label className="field">
        <span className="field-label">Sign-in link</span>
        <input
          className="input"
          ref={input}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
      </label>
      <p role="status" className="note">
        {said}
      </p>
      <div className="form-bar">
        <Button type="submit" disabled={isBusy || link.trim() === ''}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
