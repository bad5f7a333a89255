import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useProvider } from '../../remote/query.ts';
import { saveAll, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { asDialog, latePart } from '../ui/late-part.tsx';
import { useConnection, useIsUpdateReady, useStorageHealth } from './connection.ts';
import { rememberDemo, wasDemo } from './demo-memory.ts';
import { useSavingOnceThereIsRoom } from './saving-once-there-is-room.ts';

const FreeSpaceDialog = latePart(async () => (await import('./free-space-dialog.tsx')).FreeSpaceDialog, asDialog('Free space'));
const SignInDialog = latePart(async () => (await import('./sign-in-dialog.tsx')).SignInDialog, asDialog('Sign in again'));

/** What a person has to know before they go on, each with its way out; the gravest first. */
export function Banners() {
  return (
    <section aria-label="Notices">
      <StorageBanner />
      <AccountBanner />
      <UpdateBanner />
      <DemoBanner />
    </section>
  );
}

function StorageBanner() {
  const health = useStorageHealth();
  const isFull = health.type === 'full';
  const isSomethingOwed = useSavingOnceThereIsRoom(isFull);
  const [isFreeing, setFreeing] = useState(false);
  if (health.type === 'failed')
    return (
      <Banner tone="trouble" action={<ReloadButton />}>
        This browser cannot open its storage, so nothing new can be saved here. Reload the page; if it stays so, restart the
        browser.
        <details className="details">
          <summary>Details</summary>
          {health.detail}
        </details>
      </Banner>
    );
  return (
    <>
      {(isFull || isSomethingOwed) && (
        <Banner
          tone="trouble"
          action={
            <Button size="compact-sm" variant="light" onClick={() => setFreeing(true)}>
              Free space
            </Button>
          }
        >
          This device has no room left. What was saved is safe; what you type now is saved once there is room.
        </Banner>
      )}
      {isFreeing && <FreeSpaceDialog onClose={() => setFreeing(false)} />}
    </>
  );
}

function AccountBanner() {
  const connection = useConnection();
  if (connection.type !== 'refused') return null;
  switch (connection.reason) {
    case 'signed_out':
      return (
        <Banner tone="trouble" action={<SignInButton />}>
          You are signed out. What you write is kept on this device, and sent once you are signed in again.
        </Banner>
      );
    case 'wrong_account':
      return (
        <Banner tone="trouble" action={<ReloadButton />}>
          This browser is now signed in as someone else. What you wrote here is kept. Reload to work with the other account.
        </Banner>
      );
    case 'too_old':
      return (
        <Banner tone="trouble" action={<ReloadButton />}>
          A newer version is ready. Your changes are safe and will be sent after the reload.
        </Banner>
      );
  }
}

function UpdateBanner() {
  const isReady = useIsUpdateReady();
  const connection = useConnection();
  if (!isReady || connection.type === 'refused') return null;
  return (
    <Banner tone="plain" action={<ReloadButton />}>
      A newer version is ready. What you typed is saved first.
    </Banner>
  );
}

function DemoBanner() {
  const type = useProvider().data?.type;
  const [wasOnce] = useState(wasDemo);
  useEffect(() => {
    if (type !== undefined) rememberDemo(type === 'demo');
  }, [type]);
  const isDemo = type === undefined ? wasOnce : type === 'demo';
  if (!isDemo) return null;
  return (
    <Banner tone="plain">
      No key is set: texts come from the built-in demo model, which only rearranges your sources.{' '}
      <Link to="/settings" hash="key">
        How to set a key
      </Link>
    </Banner>
  );
}

function ReloadButton() {
  const { updates } = usePorts();
  const desk = useDesk();
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconRefresh size={16} aria-hidden="true" />}
      onClick={() => void saveAll(desk).then(updates.reload)}
    >
      Reload
    </Button>
  );
}

function SignInButton() {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="light" onClick={() => setAsking(true)}>
        Sign in again
      </Button>
      {isAsking && <SignInDialog onClose={() => setAsking(false)} />}
    </>
  );
}

type BannerProps = { readonly tone: 'plain' | 'trouble'; readonly action?: ReactNode; readonly children: ReactNode };

function Banner({ tone, action, children }: BannerProps) {
  const Icon = tone === 'trouble' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className="banner" data-tone={tone} role={tone === 'trouble' ? 'alert' : undefined}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <div className="banner-text">{children}</div>
      {action}
    </div>
  );
}
