import { expect, test } from 'vitest';
import { showJobsOnIcon } from './badge.ts';

/** An icon, and a page that can be looked at. */
function icon() {
  const shown: (number | null)[] = [];
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const tell = showJobsOnIcon(
    {
      setAppBadge: async (jobs) => {
        shown.push(jobs ?? 0);
      },
      clearAppBadge: async () => {
        shown.push(null);
      },
    },
    page,
  );
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { shown, tell, turn };
}

test('the icon counts the jobs that are not finished, and shows nothing once somebody sees that they are', () => {
  const { shown, tell, turn } = icon();
  tell(2);
  tell(1);
  turn('hidden');
  tell(0);
  expect(shown).toEqual([2, 1, 1]);
  turn('visible');
  expect(shown).toEqual([2, 1, 1, null]);
});

test('a browser that shows nothing on icons is left alone', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  expect(() => showJobsOnIcon({}, page)(3)).not.toThrow();
});
