/** The part of `navigator` that shows a number on an installed app's icon. */
type BadgePort = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;
type SeenPage = Pick<Document, 'visibilityState'> & Pick<EventTarget, 'addEventListener'>;

/**
 * Shows how many jobs are not finished on the app's icon; returns the way to tell it. When the last one ends and nobody looks, the mark
 * that the service worker sets for it stays until somebody does.
 */
export function showJobsOnIcon(icon: BadgePort, page: SeenPage): (jobs: number) => void {
  let jobs = 0;
  const show = () => {
    if (jobs > 0) void icon.setAppBadge?.(jobs).catch(() => {});
    else if (page.visibilityState === 'visible') void icon.clearAppBadge?.().catch(() => {});
  };
  page.addEventListener('visibilitychange', show);
  return (active) => {
    jobs = active;
    show();
  };
}
