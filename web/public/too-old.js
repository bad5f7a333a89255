/*
 * Runs before the app, in words that browsers of the last ten years understand: one that lacks what the app cannot do without is told
 * so, instead of showing an empty page. What it says stands in `index.html`; the mark that it sets keeps `main.tsx` from starting.
 */
(() => {
  const needed = {
    'navigator.locks': 'locks' in navigator,
    BroadcastChannel: 'BroadcastChannel' in window,
    'AbortSignal.any': typeof AbortSignal === 'function' && 'any' in AbortSignal,
    'Array.prototype.toSorted': 'toSorted' in Array.prototype,
    'Object.groupBy': 'groupBy' in Object,
    HTMLDialogElement: 'HTMLDialogElement' in window,
    'script.noModule': 'noModule' in document.createElement('script'),
  };
  const lacking = Object.entries(needed)
    .filter(([, isThere]) => !isThere)
    .map(([name]) => name);
  const show = (/** @type {string} */ detail) => {
    const root = document.documentElement;
    root.setAttribute('data-too-old', '');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const paint = () => root.setAttribute('data-mantine-color-scheme', dark.matches ? 'dark' : 'light');
    dark.onchange = paint;
    paint();
    const told = document.getElementById('too-old');
    if (told instanceof HTMLTemplateElement) document.getElementById('root')?.replaceChildren(told.content);
    document.getElementById('too-old-detail')?.append(detail);
  };
  if (lacking.length > 0) show(lacking.join(', '));
  // What the app is written in may be what this browser cannot read.
  else addEventListener('error', ({ error, message }) => error instanceof SyntaxError && show(message));
})();
