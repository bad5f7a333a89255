import './styles.ts';
import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useChosenTheme } from '../store/live.ts';
import { createDesk, DeskContext, saveAll } from './desk.tsx';
import { type AppPorts, PortsContext } from './ports-context.tsx';
import { createPages } from './router.tsx';
import { MustReload } from './shell/must-reload.tsx';
import { theme } from './theme.ts';

/** The whole app once the device's database is open; expects `LiveDatabase` and the query client around it. */
export function App(ports: AppPorts) {
  const [desk] = useState(() => createDesk(ports));
  const [pages] = useState(createPages);
  useFocusOnNewPage(pages);
  const { updates, keepUnsaved } = ports;
  useEffect(() => {
    const leave = () => {
      keepUnsaved([...desk.unsaved].flatMap(({ words }) => words() ?? []));
      void saveAll(desk);
      void desk.deferred.finishAll();
    };
    const hide = () => {
      if (document.visibilityState === 'hidden') void saveAll(desk);
    };
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    const stay = updates.onLeaving(() => saveAll(desk));
    return () => {
      stay();
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [desk, updates, keepUnsaved]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ChosenTheme />
      <PortsContext value={ports}>
        <DeskContext value={desk}>
          <RouterProvider router={pages} />
          <MustReload />
        </DeskContext>
      </PortsContext>
    </MantineProvider>
  );
}

/** Who follows a link that goes away with its page goes on at the beginning of the next one, and not at that of the window. */
function useFocusOnNewPage(pages: ReturnType<typeof createPages>): void {
  useEffect(
    () =>
      pages.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (fromLocation !== undefined && pathChanged && isLost) document.getElementById('main')?.focus({ preventScroll: true });
      }),
    [pages],
  );
}

/** Shows the theme that was chosen on any device. The browser remembers the last one for the first paint. */
function ChosenTheme() {
  const chosen = useChosenTheme() ?? null;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (chosen !== null) setColorScheme(chosen);
  }, [chosen, setColorScheme]);
  return null;
}
