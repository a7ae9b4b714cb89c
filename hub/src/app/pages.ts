import { House, type LucideIcon, MessagesSquare, Plug, Settings, SquareTerminal, UsersRound } from 'lucide-react';
import type { Area } from '../api/session.ts';
import type { app } from '../words/app.ts';

/** A page of a community that the rail, the palette and the keys lead to. */
export interface CommunityPage {
  readonly path: '/c/$slug' | `/c/$slug/${string}`;
  readonly title: Extract<
    keyof (typeof app)['en'],
    'home' | 'feed' | 'simulator' | 'members' | 'integrations' | 'settings'
  >;
  readonly icon: LucideIcon;
  /** What somebody needs to see it. */
  readonly area: Area;
  readonly right?: 'write';
  /** Pressed after `g`. */
  readonly key: string;
}

/** In the order of the rail. */
export const COMMUNITY_PAGES: readonly CommunityPage[] = [
  { path: '/c/$slug', title: 'home', icon: House, area: 'overview', key: 'h' },
  { path: '/c/$slug/feed', title: 'feed', icon: MessagesSquare, area: 'moderation', key: 'f' },
  { path: '/c/$slug/simulator', title: 'simulator', icon: SquareTerminal, area: 'commands', right: 'write', key: 't' },
  { path: '/c/$slug/members', title: 'members', icon: UsersRound, area: 'members', key: 'm' },
  { path: '/c/$slug/integrations', title: 'integrations', icon: Plug, area: 'integrations', key: 'i' },
  { path: '/c/$slug/settings', title: 'settings', icon: Settings, area: 'settings', key: 's' },
];
