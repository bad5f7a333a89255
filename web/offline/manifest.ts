import type { ManifestOptions } from 'vite-plugin-pwa';

const icon = (file: string, size: number, purpose: 'any' | 'maskable') => ({
  src: `/${file}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

/**
 * What a system needs to know to install the app. What others share with it is sent as a form to `share_target`, where the service
 * worker takes it in: see `shared.ts` for the path and the fields.
 */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Meanwhile',
  short_name: 'Meanwhile',
  description: 'Writes documents with a language model while you do something else.',
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#fbfaf7',
  background_color: '#fbfaf7',
  categories: ['productivity'],
  icons: [192, 512].flatMap((size) => [icon('icon', size, 'any'), icon('icon-maskable', size, 'maskable')]),
  shortcuts: [
    { name: 'New document', url: '/new', icons: [icon('icon', 192, 'any')] },
    { name: 'Jobs', url: '/jobs', icons: [icon('icon', 192, 'any')] },
  ],
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: ['text/*', 'application/json', '.md', '.markdown', '.txt', '.csv', '.tsv', '.json'] }],
    },
  },
};
