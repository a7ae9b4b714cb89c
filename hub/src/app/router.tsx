import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { meQuery, ownCommunitiesQuery } from '../api/session.ts';
import { CommunityFrame } from './community-frame.tsx';
import { CrashPage, NotFoundPage } from './fallbacks.tsx';
import { lastCommunity } from './last-community.ts';
import { Shell } from './shell.tsx';

interface RouterContext {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  beforeLoad: async ({ context: { client } }) => {
    await Promise.all([client.ensureQueryData(meQuery), client.ensureQueryData(ownCommunitiesQuery)]);
  },
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const page = (load: () => Promise<{ default: () => React.ReactNode }>) => lazyRouteComponent(load, 'default');

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context: { client } }) => {
    const mine = (await client.ensureQueryData(ownCommunitiesQuery)).filter(({ goneAt }) => goneAt === null);
    const there = mine.find(({ slug }) => slug === lastCommunity()) ?? mine[0];
    if (there) throw redirect({ to: '/c/$slug', params: { slug: there.slug }, replace: true });
    throw redirect({ to: '/start', replace: true });
  },
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  component: page(() => import('../pages/start/index.tsx')),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: page(() => import('../pages/account/index.tsx')),
});
const kit = createRoute({
  getParentRoute: () => root,
  path: '/kit',
  component: page(() => import('../pages/kit/index.tsx')),
});

const installation = createRoute({
  getParentRoute: () => root,
  path: '/operations',
  component: page(() => import('../pages/operations/installation.tsx')),
});

const community = createRoute({ getParentRoute: () => root, path: '/c/$slug', component: CommunityFrame });
const home = createRoute({
  getParentRoute: () => community,
  path: '/',
  component: page(() => import('../pages/home/index.tsx')),
});
const feed = createRoute({
  getParentRoute: () => community,
  path: '/feed',
  component: page(() => import('../pages/feed/index.tsx')),
});
const commands = createRoute({
  getParentRoute: () => community,
  path: '/commands',
  component: lazyRouteComponent(() => import('./sub-pages.tsx'), 'CommandsFrame'),
});
const commandsIndex = createRoute({
  getParentRoute: () => commands,
  path: '/',
  component: page(() => import('../pages/commands/index.tsx')),
});
const aliases = createRoute({
  getParentRoute: () => commands,
  path: '/aliases',
  component: page(() => import('../pages/aliases/index.tsx')),
});
const keywords = createRoute({
  getParentRoute: () => commands,
  path: '/keywords',
  component: page(() => import('../pages/keywords/index.tsx')),
});
const timers = createRoute({
  getParentRoute: () => commands,
  path: '/timers',
  component: page(() => import('../pages/timers/index.tsx')),
});
const counters = createRoute({
  getParentRoute: () => commands,
  path: '/counters',
  component: page(() => import('../pages/counters/index.tsx')),
});
const httpModules = createRoute({
  getParentRoute: () => commands,
  path: '/modules',
  component: page(() => import('../pages/http-modules/index.tsx')),
});
const memories = createRoute({
  getParentRoute: () => community,
  path: '/memories',
  component: lazyRouteComponent(() => import('./sub-pages.tsx'), 'MemoriesFrame'),
});
const quotes = createRoute({
  getParentRoute: () => memories,
  path: '/',
  component: page(() => import('../pages/quotes/index.tsx')),
});
const bookmarks = createRoute({
  getParentRoute: () => memories,
  path: '/bookmarks',
  component: page(() => import('../pages/bookmarks/index.tsx')),
});
const reminders = createRoute({
  getParentRoute: () => memories,
  path: '/reminders',
  component: page(() => import('../pages/reminders/index.tsx')),
});
const statistics = createRoute({
  getParentRoute: () => memories,
  path: '/statistics',
  component: page(() => import('../pages/statistics/index.tsx')),
});
const simulator = createRoute({
  getParentRoute: () => community,
  path: '/simulator',
  component: page(() => import('../pages/simulator/index.tsx')),
});
const members = createRoute({
  getParentRoute: () => community,
  path: '/members',
  component: page(() => import('../pages/members/index.tsx')),
});
const integrations = createRoute({
  getParentRoute: () => community,
  path: '/integrations',
  component: page(() => import('../pages/integrations/index.tsx')),
});
const operations = createRoute({
  getParentRoute: () => community,
  path: '/operations',
  component: page(() => import('../pages/operations/index.tsx')),
});
const move = createRoute({
  getParentRoute: () => community,
  path: '/move',
  component: page(() => import('../pages/move/index.tsx')),
});
const settings = createRoute({
  getParentRoute: () => community,
  path: '/settings',
  component: Outlet,
});
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: page(() => import('../pages/settings/index.tsx')),
});
const settingsOf = createRoute({
  getParentRoute: () => settings,
  path: '/$section',
  component: page(() => import('../pages/settings/index.tsx')),
});

const routeTree = root.addChildren([
  index,
  start,
  account,
  kit,
  installation,
  community.addChildren([
    home,
    feed,
    commands.addChildren([commandsIndex, aliases, keywords, timers, counters, httpModules]),
    memories.addChildren([quotes, bookmarks, reminders, statistics]),
    simulator,
    members,
    integrations,
    operations,
    move,
    settings.addChildren([settingsIndex, settingsOf]),
  ]),
]);

export const createHubRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    basepath: '/hub',
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createHubRouter>;
  }
}
