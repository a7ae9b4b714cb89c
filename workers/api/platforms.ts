import { and, or, type SQL, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { installations } from '../../db/schema/index.ts';
import { LINKS } from '../connect/flows.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { PLATFORMS, type Platform } from '../core/ids.ts';
import { neededToLink, type Settings } from '../env.ts';
import { BOT } from '../router/installations.ts';
import type { Services } from '../router/services.ts';

const platform = z.object({
  platform: z.enum(PLATFORMS),
  needs: z.array(z.string()).describe('Names of the secrets without which no channel can be linked.'),
  missing: z.array(z.string()).describe('Those of them that are not set; empty where channels can be linked.'),
  redirectUri: z.url().describe('What has to be registered there, letter by letter, to link channels in the browser.'),
  canSteer: z.boolean().describe('Whether a stream can be steered there, if its owner agrees.'),
  asks: z.array(z.string()).describe('What the owner of a channel is asked for.'),
  standIn: z
    .boolean()
    .describe('Whether it is played by a program on this machine, as with `npm start`: no account is needed.'),
  bot: z
    .enum(['own', 'connected', 'missing', 'refused'])
    .describe('The account that the bot speaks with. `own`: the platform gives it one by itself.'),
});

/** Where each platform's API is. */
const API_OF = {
  twitch: 'TWITCH_API_URL',
  discord: 'DISCORD_API_URL',
  slack: 'SLACK_API_URL',
  youtube: 'YOUTUBE_API_URL',
  kick: 'KICK_API_URL',
} as const satisfies Record<Platform, keyof Settings>;

const isHere = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** `/platforms`: which can be linked here, and what the others lack. */
export function platformRoutes(services: Services) {
  const { settings } = services;
  return new Hono<ApiEnv>().get(
    '/',
    route({
      operationId: 'listPlatforms',
      summary: 'Says of each platform whether channels can be linked, and what is missing where they cannot.',
      access: 'person',
      tag: 'Channels',
      answers: { 200: { description: 'All five.', schema: z.object({ data: z.array(platform) }) } },
    }),
    valid('query', z.strictObject({})),
    async (c) => {
      const bots = await botAccounts(services);
      const data = PLATFORMS.map((name) => {
        const { asks } = LINKS[name];
        const needs = [...neededToLink(name)];
        return {
          platform: name,
          needs,
          missing: needs.filter((secret) => !settings[secret]),
          redirectUri: new URL(`/auth/channels/callback/${name}`, settings.PUBLIC_URL).href,
          standIn: settings.ENVIRONMENT === 'development' && isHere(settings[API_OF[name]]),
          canSteer: asks.stream !== undefined,
          asks: Object.keys(asks.channel),
          bot: asks.bot === undefined ? ('own' as const) : (bots.get(name) ?? ('missing' as const)),
        };
      });
      return c.json({ data });
    },
  );
}

/** How the accounts do that the bot itself speaks with, where one was connected. */
async function botAccounts({ db, settings }: Services): Promise<ReadonlyMap<string, 'connected' | 'refused'>> {
  const isBotOn = (name: Platform): SQL | undefined => {
    const subject = name === 'twitch' ? (settings.TWITCH_BOT_USER_ID ?? '') : BOT;
    return and(sql`${installations.platform} = ${name}`, sql`${installations.subject} = ${subject}`);
  };
  const rows = await db.run('platforms.bots', (d) =>
    d
      .select({ platform: installations.platform, brokenReason: installations.brokenReason })
      .from(installations)
      .where(or(...PLATFORMS.filter((name) => LINKS[name].asks.bot).map(isBotOn))),
  );
  return new Map(rows.map((row) => [row.platform, row.brokenReason === null ? 'connected' : 'refused']));
}
