/** Puts the progress of running jobs in front of the tab's title, whatever the screens set that to; returns the way to tell it. */
export function showProgressInTitle(page: Document): (progress: number | null) => void {
  let prefix = '';
  const show = () => {
    const bare = page.title.replace(/^\(\d{1,3} %\) /, '');
    if (page.title !== prefix + bare) page.title = prefix + bare;
  };
  new MutationObserver(show).observe(page.head, { childList: true, subtree: true, characterData: true });
  return (progress) => {
    prefix = progress === null ? '' : `(${Math.floor(progress * 100)} %) `;
    show();
  };
}
