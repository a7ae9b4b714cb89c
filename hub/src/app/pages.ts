import {
  Activity,
  House,
  type LucideIcon,
  MessagesSquare,
  NotebookText,
  PackageOpen,
  Plug,
  Settings,
  SquareSlash,
  SquareTerminal,
  UsersRound,
} from 'lucide-react';
import type { Area, Me } from '../api/session.ts';
import type { app } from '../words/app.ts';
import type { CommunityHere } from './use-community.ts';

/** A page of a community that the rail, the palette and the keys lead to. */
export interface CommunityPage {
  readonly path: '/c/$slug' | `/c/$slug/${string}`;
  readonly title: Extract<
    keyof (typeof app)['en'],
    | 'home'
    | 'feed'
    | 'commands'
    | 'memories'
    | 'simulator'
    | 'members'
    | 'integrations'
    | 'operations'
    | 'settings'
    | 'move'
  >;
  readonly icon: LucideIcon;
  /** What somebody needs to see it. */
  readonly area: Area;
  readonly right?: 'write';
  /** Who runs the installation sees it, too, whatever their role here. */
  readonly operators?: true;
  /** Few go there, and seldom: the palette and its key lead to it, the rail does not. */
  readonly isAside?: true;
  /** Pressed after `g`. */
  readonly key: string;
}

/** In the order of the rail. */
export const COMMUNITY_PAGES: readonly CommunityPage[] = [
  { path: '/c/$slug', title: 'home', icon: House, area: 'overview', key: 'h' },
  { path: '/c/$slug/feed', title: 'feed', icon: MessagesSquare, area: 'moderation', key: 'f' },
  { path: '/c/$slug/commands', title: 'commands', icon: SquareSlash, area: 'commands', key: 'c' },
  { path: '/c/$slug/memories', title: 'memories', icon: NotebookText, area: 'memories', key: 'e' },
  { path: '/c/$slug/simulator', title: 'simulator', icon: SquareTerminal, area: 'commands', right: 'write', key: 't' },
  { path: '/c/$slug/members', title: 'members', icon: UsersRound, area: 'members', key: 'm' },
  { path: '/c/$slug/integrations', title: 'integrations', icon: Plug, area: 'integrations', key: 'i' },
  { path: '/c/$slug/operations', title: 'operations', icon: Activity, area: 'operations', operators: true, key: 'o' },
  { path: '/c/$slug/settings', title: 'settings', icon: Settings, area: 'settings', key: 's' },
  {
    path: '/c/$slug/move',
    title: 'move',
    icon: PackageOpen,
    area: 'commands',
    right: 'write',
    isAside: true,
    key: 'v',
  },
];

/** Whether somebody may open a page of a community. */
export const mayOpen = (
  { area, right, operators }: CommunityPage,
  { may }: Pick<CommunityHere, 'may'>,
  { isOperator }: Pick<Me, 'isOperator'>,
): boolean => may(area, right) || (operators === true && isOperator);
