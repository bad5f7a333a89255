import { registerHooks } from 'node:module';

/*
 * The server as it is shipped, but for one thing: a gate stands between its store and its database. Its main module is loaded with the
 * store of this folder in place of its own.
 */
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const isStore = specifier === './store/sqlite.ts' && context.parentURL?.endsWith('/server/main.ts');
    return nextResolve(isStore ? new URL('./gated-store.ts', import.meta.url).href : specifier, context);
  },
});
await import('../../../server/main.ts');
