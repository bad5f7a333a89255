import './settings.css';
import { useEffect } from 'react';
import { useSettings } from '../../store/live.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter } from '../time-hooks.ts';
import { inPlace, latePart } from '../ui/late-part.tsx';
import { AboutSetting } from './about-setting.tsx';
import { KeySetting } from './key-setting.tsx';
import { NotificationSetting } from './notification-setting.tsx';
import { ServerStorage } from './server-storage.tsx';
import { RadioSetting } from './setting-parts.tsx';
import { SpendingSetting } from './spending-setting.tsx';
import { StorageSetting } from './storage-setting.tsx';
import { useSetting } from './use-setting.ts';
import { WritingSettings } from './writing-settings.tsx';

const TokensSetting = latePart(async () => (await import('./tokens-setting.tsx')).TokensSetting, inPlace);

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
        {useSettings() === undefined ? <SettingsSkeleton /> : <Sections />}
      </div>
    </>
  );
}

function Sections() {
  // The part that a link names is here only now.
  useEffect(() => {
    if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <>
      <ThemeSetting />
      <WritingSettings />
      <SpendingSetting />
      <KeySetting />
      <NotificationSetting />
      <StorageSetting />
      <ServerStorage />
      <TokensSetting />
      <AboutSetting />
    </>
  );
}

function SettingsSkeleton() {
  const isSlow = useAfter(200);
  if (!isSlow) return null;
  return (
    <div aria-hidden="true">
      {[12, 24, 22, 20].map((width) => (
        <div key={width} className="setting">
          <div className="bone" style={{ width: `${width}%` }} />
          <div className="bone bone-choice" />
          <div className="bone" style={{ width: '70%' }} />
        </div>
      ))}
    </div>
  );
}

const themes = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

function ThemeSetting() {
  const setting = useSetting('theme', (value) => ({ theme: value }));
  return <RadioSetting name="Theme" choices={themes} standard="As the system" setting={setting} />;
}
