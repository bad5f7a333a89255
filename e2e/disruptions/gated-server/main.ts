import { registerHooks } from 'node:module';

/*
 * The server as it is shipped, but for one thing: a gate stands between its store and its database. Where the store is opened, that of
 * this folder takes its place.
 */
let isGated = false;
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const isStore = specifier === './sqlite.ts' && context.parentURL?.endsWith('/server/store/open-data.ts') === true;
    isGated ||= isStore;
    return nextResolve(isStore ? new URL('./gated-store.ts', import.meta.url).href : specifier, context);
  },
});
await import('../../../server/main.ts');
if (!isGated) throw new Error('The store was opened elsewhere, without the gate.');
