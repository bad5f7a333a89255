import type { RowName } from './cell.ts';
import { deploy, freezeServer, hang, killServer, loseEngine, loseNetwork, stopServer, stopServerTooSoon } from './other-rows.ts';
import type { Row } from './row.ts';
import {
  closeAllTabs,
  closeAllTabsAndWait,
  closeTab,
  duplicateTab,
  freeze,
  goElsewhere,
  killBrowser,
  reload,
  secondProfile,
  shiftTime,
} from './tab-rows.ts';

/** All faults, by their names in the table. */
export const rows: Readonly<Record<RowName, Row>> = {
  'go to another page': goElsewhere,
  'reload the only tab': reload,
  'close the tab': closeTab,
  'close all tabs': closeAllTabs,
  'close all tabs, wait for me': closeAllTabsAndWait,
  'freeze the tab': freeze,
  'kill the engine': loseEngine,
  'hang the engine': hang,
  'SIGKILL the browser': killBrowser,
  'offline 5 s': loseNetwork(5_000),
  'offline 60 s': loseNetwork(60_000),
  'server SIGTERM, start': stopServer,
  'server SIGTERM, the call outlasts it': stopServerTooSoon,
  'server kill -9, start': killServer,
  'server SIGSTOP, SIGCONT': freezeServer,
  'deploy of a new build': deploy,
  'device clock +1 h': shiftTime(1),
  'device clock −1 h': shiftTime(-1),
  'duplicate the tab': duplicateTab,
  'second profile': secondProfile,
};
