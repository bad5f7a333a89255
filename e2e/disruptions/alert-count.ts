import type { BrowserContext, Page } from '@playwright/test';

/** Counts the alerts that one browser gave, over all its tabs and starts: messages of the app and notifications of the system. */
export type AlertCount = {
  /** To be called before the browser's first page is opened. */
  readonly watch: (context: BrowserContext) => Promise<void>;
  /** Toasts that were ever shown, and notifications that stand now. */
  readonly count: (page: Page) => Promise<number>;
};

/** Counts from nothing. */
export function createAlertCount(): AlertCount {
  let toasts = 0;
  return {
    watch: async (context) => {
      await context.exposeFunction('noteAlert', () => {
        toasts += 1;
      });
      await context.addInitScript(() => {
        const note = (node: Node) => {
          if (!(node instanceof Element)) return;
          const own = node.matches('.toast') ? [node] : [...node.querySelectorAll('.toast')];
          for (const toast of own) if (/is ready|Open/.test(toast.textContent ?? '')) Reflect.get(globalThis, 'noteAlert')();
        };
        new MutationObserver((changes) => {
          for (const { addedNodes } of changes) addedNodes.forEach(note);
        }).observe(document, { childList: true, subtree: true });
      });
    },
    count: async (page) => {
      const shown = await page.evaluate(
        async () => (await (await navigator.serviceWorker.getRegistration())?.getNotifications())?.length ?? 0,
      );
      return toasts + shown;
    },
  };
}
