import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { usePorts } from '../ports-context.tsx';

/** Being told of a job's end while another window is in front: why, how it stands, and how to change it. */
export function NotificationSetting() {
  const { alerts } = usePorts();
  const [permission, setPermission] = useState(alerts.permission);
  const turnOn = async () => setPermission(await alerts.turnOn());
  return (
    <section className="setting" aria-labelledby="notifications-title">
      <h2 id="notifications-title">Notifications</h2>
      <p>{words[permission]}</p>
      {permission === 'off' && (
        <Button
          variant="light"
          leftSection={<IconBell size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => void turnOn()}
        >
          Turn on notifications
        </Button>
      )}
    </section>
  );
}

const words = {
  on: 'On. When a job ends while Meanwhile is not in front, one notification tells you; a click on it opens the result.',
  off: 'Off. A job can take minutes; a notification tells you when it has ended, so that you need not watch. Nothing else is ever sent.',
  denied:
    'Blocked in this browser. To allow them, open the site’s permissions from the icon beside the address, set Notifications to Allow, and reload this page.',
  unsupported: 'This browser does not support notifications. The ends of jobs are shown here when you come back.',
} as const;
