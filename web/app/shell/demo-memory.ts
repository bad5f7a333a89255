/*
 * Whether the texts came from the demo model when this browser last heard of it: a notice that came only with the server's answer would
 * push the page down under a person's eyes.
 */

const rememberedAs = 'meanwhile-demo';

/** False before the first answer of a server. */
export const wasDemo = (): boolean => localStorage.getItem(rememberedAs) === 'yes';

/** Keeps what the server has answered, for the first paint of the next visit. */
export const rememberDemo = (isDemo: boolean): void => localStorage.setItem(rememberedAs, isDemo ? 'yes' : 'no');
