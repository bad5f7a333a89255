import { recalled, remember } from '../remembered.ts';

/*
 * Whether the texts came from the demo model when this browser last heard of it: a notice that came only with the server's answer would
 * push the page down under a person's eyes.
 */

const rememberedAs = 'meanwhile-demo';

/** False before the first answer of a server. */
export const wasDemo = (): boolean => recalled(rememberedAs) === 'yes';

/** Keeps what the server has answered, for the first paint of the next visit. */
export const rememberDemo = (isDemo: boolean): void => remember(rememberedAs, isDemo ? 'yes' : 'no');
