import './settings.css';
import { useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useProvider } from '../../remote/query.ts';
import { bytesInWords } from '../numbers.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { NotificationSetting } from './notification-setting.tsx';
import { SteeringSettings } from './steering-settings.tsx';

const TokensSetting = lazy(async () => ({ default: (await import('./tokens-setting.tsx')).TokensSetting }));

/** `/settings`. */
export function SettingsPage() {
  return (
    <>
      <title>Settings · Meanwhile</title>
      <PageHeader />
      <div className="page settings">
        <div className="page-top">
          <h1>Settings</h1>
        </div>
        <ThemeSetting />
        <SteeringSettings />
        <NotificationSetting />
        <KeySetting />
        <Suspense>
          <TokensSetting />
        </Suspense>
        <StorageSetting />
      </div>
    </>
  );
}

const themes = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

function ThemeSetting() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="setting">
      <RadioGroup name="Theme" choices={themes} value={colorScheme} onChoose={setColorScheme} />
    </div>
  );
}

function KeySetting() {
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
      <details className="details" open={provider?.type === 'demo'}>
        <summary>How to set a key</summary>
        <ol className="how">
          <li>Stop the server.</li>
          <li>
            Set <code>ANTHROPIC_API_KEY</code> in its environment, for example:
            <pre>
              <code>ANTHROPIC_API_KEY=sk-ant-… npm start</code>
            </pre>
          </li>
          <li>Reload this page. Jobs that are made from then on use it; earlier ones keep their model.</li>
        </ol>
        <p>
          For a local model or a gateway that speaks the same language, set <code>ANTHROPIC_BASE_URL</code> to its address
          instead, and <code>MODEL</code> to the model’s name.
        </p>
      </details>
    </section>
  );
}

const keyOrigins = {
  environment: 'The key is set in the server’s environment.',
  settings: 'The key was entered in the settings.',
  none: 'No key is needed or set.',
} as const;

type StorageFacts = { readonly used: number | null; readonly isPersistent: boolean | null };

function StorageSetting() {
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  useEffect(() => {
    void readStorage().then(setFacts);
  }, []);
  if (facts === null) return null;
  return (
    <section className="setting" aria-labelledby="storage-title">
      <h2 id="storage-title">Storage on this device</h2>
      <p>
        {facts.used === null ? 'This browser does not say how much is used.' : `${bytesInWords(facts.used)} are used.`}{' '}
        {facts.isPersistent === null ? '' : persistence[facts.isPersistent ? 'kept' : 'loose']}
      </p>
    </section>
  );
}

const persistence = {
  kept: 'The browser keeps it until you remove it.',
  loose: 'The browser may clear it when the disk is full. The server has a copy of everything that is synced.',
} as const;

async function readStorage(): Promise<StorageFacts> {
  const { storage } = navigator;
  if (storage === undefined) return { used: null, isPersistent: null };
  const [estimate, isPersistent] = await Promise.all([
    storage.estimate().catch(() => null),
    storage.persisted().catch(() => null),
  ]);
  return { used: estimate?.usage ?? null, isPersistent };
}
