import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { channels, communities, installations, outbox } from '../../db/schema/index.ts';
import type { Platform } from '../../workers/core/ids.ts';
import type { Keyring } from '../../workers/core/sealed.ts';
import type { Settings } from '../../workers/env.ts';

/** A consent that came to nothing, in words that say what to do. */
export class NotConnected extends Error {}

/** What a flow works with. */
export interface Surroundings {
  readonly db: Database;
  readonly keys: Keyring;
  readonly settings: Settings;
  readonly communityId: string;
  /** The account or channel that is expected, by id or name; anyone's consent will do where it is absent. */
  readonly expected?: string | undefined;
  /** Connects the bot's own account instead of a channel. */
  readonly asBot: boolean;
  /** Also asks a broadcaster for what it takes to steer the stream. */
  readonly withStream: boolean;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly pause: (ms: number) => Promise<void>;
}

/** One platform's way from a click to a channel that works. */
export interface Flow {
  readonly title: string;
  /** What is asked for, each with why. */
  readonly scopes: Readonly<Record<string, string>>;
  authorizeUrl(redirectUri: string, state: string): Promise<string>;
  /** @throws NotConnected */
  finish(code: string, redirectUri: string): Promise<void>;
}

/** @throws NotConnected where another account agreed than was meant; nothing is stored then. */
export function mustBeExpected(
  { expected }: Pick<Surroundings, 'expected'>,
  who: { readonly id: string; readonly name: string },
): void {
  if (expected === undefined || expected === who.id || expected.toLowerCase() === who.name.toLowerCase()) return;
  throw new NotConnected(
    `You agreed as ${who.name} (${who.id}), but ${expected} was to be connected. Nothing was stored. Sign out there, sign in as ${expected} and run this again.`,
  );
}

/** @throws NotConnected where something that was asked for was not granted; nothing is stored then. */
export function mustHave(scopes: Readonly<Record<string, string>>, granted: readonly string[]): void {
  const missing = Object.entries(scopes).filter(([scope]) => !granted.includes(scope));
  if (missing.length === 0) return;
  const list = missing.map(([scope, why]) => `  ${scope}: ${why}`).join('\n');
  throw new NotConnected(
    `Not all that WaddleBot needs was granted. Nothing was stored. Missing:\n${list}\nRun this again and leave everything ticked.`,
  );
}

/** Says what an earlier consent allowed and the one that takes its place does not. To be asked before that is stored. */
export async function tellLost(
  { db, say }: Pick<Surroundings, 'db' | 'say'>,
  platform: Platform,
  subject: string,
  granted: readonly string[],
): Promise<void> {
  const [before] = await db.run('connect.scopes', (d) =>
    d
      .select({ scopes: installations.scopes })
      .from(installations)
      .where(and(eq(installations.platform, platform), eq(installations.subject, subject))),
  );
  const lost = (before?.scopes ?? []).filter((scope) => !granted.includes(scope));
  if (lost.length > 0)
    say(
      `! This consent takes the place of an earlier one, which also allowed ${lost.join(', ')}. To have that again: npm run connect ${platform} -- --with stream`,
    );
}

/**
 * Links a channel to the community, or brings what is known of it up to date. Its Channel object learns of it within a minute
 * where it is new, else with the community's next change.
 * @throws NotConnected where it belongs to another community.
 */
export async function linkChannel(
  { db, communityId, say }: Surroundings,
  channel: {
    readonly platform: Platform;
    readonly id: string;
    readonly name: string;
    readonly botIsModerator?: boolean;
    readonly botAccount?: string | null;
  },
): Promise<void> {
  const { platform, id, name, botIsModerator = false, botAccount = null } = channel;
  const linked = await db.run('connect.link', (d) =>
    d
      .insert(channels)
      .values({ id: uuidv7(), communityId, platform, platformId: id, login: name, botIsModerator, botAccount })
      .onConflictDoUpdate({
        target: [channels.platform, channels.platformId],
        set: { login: name, botIsModerator, botAccount, brokenReason: null },
        setWhere: eq(channels.communityId, communityId),
      })
      .returning({ id: channels.id }),
  );
  if (linked.length === 0) {
    const [other] = await db.run('connect.other', (d) =>
      d
        .select({ slug: communities.slug })
        .from(channels)
        .innerJoin(communities, eq(communities.id, channels.communityId))
        .where(and(eq(channels.platform, platform), eq(channels.platformId, id))),
    );
    throw new NotConnected(
      `${name} belongs to the community "${other?.slug}" already, and a channel is in one community at most. Run this again with --community ${other?.slug}, or unlink it there first.`,
    );
  }
  await tellChannels(db, communityId);
  say(`✓ ${name} is linked.`);
}

/** Has the community's Channels learn of a change that no Worker made. */
async function tellChannels(db: Database, communityId: string): Promise<void> {
  await db.run('connect.tell', (d) =>
    d.execute(sql`
      with bumped as (
        update ${communities} set settings_version = settings_version + 1 where id = ${communityId}::uuid
        returning id, settings_version)
      insert into ${outbox} (community_id, version) select id, settings_version from bumped`),
  );
}

/** Every channel of a platform hears with the bot account that was connected. */
export async function nameBotAccount(db: Database, platform: Platform, account: string): Promise<void> {
  const changed = await db.run('connect.bot-account', (d) =>
    d
      .update(channels)
      .set({ botAccount: account })
      .where(eq(channels.platform, platform))
      .returning({ communityId: channels.communityId }),
  );
  for (const communityId of new Set(changed.map((row) => row.communityId))) await tellChannels(db, communityId);
}
