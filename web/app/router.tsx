import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { isId, type ProjectId, projectId } from '../../shared/kernel/brand.ts';
import { type StatisticsMinutes, statisticsMinutes } from '../remote/statistics-query.ts';
import { readJobSearch } from './jobs/job-search.ts';
import { LibraryPage } from './library/library-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageFailure, ShellFailure } from './shell/page-failure.tsx';
import { Shell } from './shell/shell.tsx';
import { asPage, latePart } from './ui/late-part.tsx';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <NotFoundPage what="page" />,
  errorComponent: ShellFailure,
});

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: LibraryPage,
    validateSearch: ({ folder }: Record<string, unknown>): { folder?: ProjectId } =>
      typeof folder === 'string' && isId(folder) ? { folder: projectId(folder) } : {},
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/documents/$id',
    component: latePart(async () => (await import('./document/document-page.tsx')).DocumentPage, asPage),
    validateSearch: ({ share }: Record<string, unknown>): { share?: string } =>
      typeof share === 'string' && isId(share) ? { share } : {},
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/jobs',
    component: latePart(async () => (await import('./jobs/jobs-page.tsx')).JobsPage, asPage),
    validateSearch: readJobSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/jobs/$id',
    component: latePart(async () => (await import('./jobs/job-page.tsx')).JobPage, asPage),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/new',
    component: latePart(async () => (await import('./shell/new-page.tsx')).NewPage, asPage),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/share',
    component: latePart(async () => (await import('./share/share-page.tsx')).SharePage, asPage),
    validateSearch: ({ id }: Record<string, unknown>): { id?: string } => (typeof id === 'string' && isId(id) ? { id } : {}),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/statistics',
    component: latePart(async () => (await import('./statistics/statistics-page.tsx')).StatisticsPage, asPage),
    validateSearch: ({ minutes }: Record<string, unknown>): { minutes?: StatisticsMinutes } => {
      const asked = statisticsMinutes.find((each) => each === minutes);
      return asked === undefined ? {} : { minutes: asked };
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: latePart(async () => (await import('./settings/settings-page.tsx')).SettingsPage, asPage),
  }),
] as const;

/** The app's pages; those that a first visit does not need come when they are opened. */
export const createPages = () =>
  createRouter({
    defaultErrorComponent: PageFailure,
    routeTree: root.addChildren(routes),
    defaultPreload: 'intent',
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
