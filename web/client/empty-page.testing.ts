import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/** Components on a page that shows nothing: hooks run and re-run there as in any other, without a browser. For tests. */
export type EmptyPage = {
  /** Globals that React reads of a browser; the test puts them there. */
  readonly window: object;
  readonly render: (node: ReactNode) => void;
  readonly unmount: () => void;
};

/** As much of a browser as React asks for to commit components that render null. */
export function createEmptyPage(): EmptyPage {
  const listening = { addEventListener: () => {}, removeEventListener: () => {} };
  const window = { ...listening, HTMLIFrameElement: class {} };
  const ownerDocument = { ...listening, nodeType: 9, activeElement: null, body: null, defaultView: window };
  const element = { ...listening, nodeType: 1, nodeName: 'DIV', tagName: 'DIV', ownerDocument };
  const root: Root = Reflect.apply(createRoot, undefined, [element]);
  return { window, render: root.render.bind(root), unmount: root.unmount.bind(root) };
}
