import type { Hono } from 'hono';
import type { Services } from '../router/services.ts';
import { channelRoutes } from './channels.ts';
import { type AuthEnv, createAuthFrame } from './frame.ts';
import { joinPages } from './join.ts';
import { localPages } from './local/index.ts';
import { ownerPages, resetPages } from './local/link-pages.ts';
import { localOf } from './local/local.ts';
import { codePages } from './own/codes.ts';
import { dataPages } from './own/data.ts';
import { mergePages } from './own/merge.ts';
import { signInRoutes } from './sign-in/index.ts';

/** `/auth`: signing in and out, and everything that somebody proves who they are for. */
export function createAuth(services: Services): Hono<AuthEnv> {
  const auth = createAuthFrame(services);
  auth.route('/', signInRoutes(services));
  auth.route('/', channelRoutes(services));
  auth.route('/join', joinPages(services));
  auth.route('/account/codes', codePages(services));
  auth.route('/account/merge', mergePages(services));
  auth.route('/account/data', dataPages(services));
  const local = localOf(services);
  auth.route('/local', localPages(local));
  auth.route('/owner', ownerPages(local));
  auth.route('/reset', resetPages(local));
  return auth;
}
