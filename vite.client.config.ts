import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * `--mode client`: the client as ES modules for other pages, into dist/client; a page without React loads only `client.js`.
 * `--mode example`: the page in `web/client/example/` that embeds it, into dist/example.
 */
export default defineConfig(({ mode }) =>
  mode === 'example'
    ? {
        root: here('./web/client/example'),
        base: './',
        plugins: [react()],
        build: { outDir: here('./dist/example'), emptyOutDir: true },
      }
    : {
        root: here('./web/client'),
        build: {
          outDir: here('./dist/client'),
          emptyOutDir: true,
          target: 'es2022',
          minify: false,
          lib: {
            entry: ['client', 'use-job', 'job-text', 'protocol'].map((name) => here(`./web/client/${name}.ts`)),
            formats: ['es'],
          },
          rollupOptions: { external: ['react'] },
        },
      },
);
