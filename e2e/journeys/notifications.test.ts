import type { Page } from '@playwright/test';
import { openTab } from '../fixtures/open-world.ts';
import { expect, test } from '../fixtures/world.ts';

/* What a click on `Turn on notifications` leads to, and how it stands in words. */

const turnOn = (page: Page) => page.getByRole('button', { name: 'Turn on notifications' });

test.describe('a browser that has not been asked yet', () => {
  test.use({ permissions: [] });

  test('[J11] is asked at the click, and says that notifications are on once the person allows them', async ({
    world,
    context,
  }) => {
    await context.addInitScript<NotificationPermission>(answerWith, 'granted');
    const page = await world.tab('/settings');
    await expect(page.getByText('Off. A job can take minutes;', { exact: false })).toBeVisible();
    await turnOn(page).click();
    await expect(page.getByText('On. When a job ends while Meanwhile is not in front', { exact: false })).toBeVisible();
    await expect(turnOn(page)).toHaveCount(0);
  });

  test('[J11] says how to undo it when the person has blocked them', async ({ world, context }) => {
    await context.addInitScript<NotificationPermission>(answerWith, 'denied');
    const page = await world.tab('/settings');
    await turnOn(page).click();
    await expect(page.getByText('Blocked in this browser. To allow them,', { exact: false })).toBeVisible();
    await expect(turnOn(page)).toHaveCount(0);
  });
});

test('[J11] a browser that knows no notifications says what takes their place', async ({ world, context }) => {
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'Notification'));
  const page = await openTab(context, world.address('/settings'));
  await expect(page.getByText('This browser does not support notifications.', { exact: false })).toBeVisible();
  await expect(turnOn(page)).toHaveCount(0);
});

/** A browser without a window asks nobody and denies at once: this stands for its question, and for what a person answers. */
function answerWith(answer: NotificationPermission): void {
  let permission: NotificationPermission = 'default';
  Object.defineProperty(Notification, 'permission', { get: () => permission });
  Notification.requestPermission = async () => {
    permission = answer;
    return permission;
  };
}
