import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { manifest } from './web/offline/manifest.ts';

/** Where `npm run dev` runs the API; the pages come from Vite, all else is passed on. */
const api = process.env['API_URL'] ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: 'web',
  define: { __BUILD__: JSON.stringify(process.env['BUILD_ID'] ?? 'dev') },
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2024', sourcemap: false },
  worker: { format: 'es' },
  server: { proxy: Object.fromEntries(['/trpc/', '/api/', '/healthz'].map((path) => [path, { target: api }])) },
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'offline',
      filename: 'service-worker.ts',
      injectRegister: null,
      registerType: 'prompt',
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,woff2}'] },
      manifest,
    }),
  ],
});
