import type { Author, ChatEvent, Person } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { atLeast } from '../core/levels.ts';
import { Registry } from '../core/registry.ts';
import type { StreamPort } from '../core/stream.ts';
import type { Changed, Fetched, Sources } from '../core/templates/scope.ts';
import { NO_SOURCES } from '../core/templates/scope.ts';
import { evaluate, type Json } from '../eval/evaluate.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

/** For whom and where a text is rendered. */
export interface Asking {
  readonly event: Pick<ChatEvent, 'platform' | 'channel' | 'id'> & { readonly author: Author };
  readonly community: { readonly id: CommunityId };
  /** Whether the text may change the broadcast; a preview only says what it would change. */
  readonly actsOnStream: boolean;
}

/** What the world tells a command's text. What cannot be told is null; what throws counts as null, too. */
export function sourcesFor(services: Services, { event, community, actsOnStream }: Asking): Sources {
  const { platform, channel } = event;
  const stream = services.platforms[platform]?.client.stream;
  return {
    ...NO_SOURCES,
    person: (name) => services.lookUps.account({ communityId: community.id, platform, channel }, name),
    ...(stream ? ofStream(stream, channel, actsOnStream) : {}),
    fetchText: (url, headers) => fetchText(services, url, headers),
    evaluate: async ({ code, values }) => {
      const seed = Array.from(event.id).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7);
      const done = await evaluate(code, values as Readonly<Record<string, Json>>, { now: services.clock(), seed });
      if (done.ok) return { is: 'printed', text: done.text };
      return done.reason === 'threw' || done.reason === 'syntax'
        ? { is: 'threw', message: done.message }
        : { is: 'stopped' };
    },
    commandText: (name) => commandText(services, event, name),
    quote: (number) => services.quoteText(community.id, number),
  };
}

/** The same for a text that is only looked at. */
export const lookingSources =
  (services: Services, community: { readonly id: CommunityId }) =>
  (where: { readonly platform: Platform; readonly channel: string; readonly author: Author }): Sources =>
    sourcesFor(services, { event: { ...where, id: 'preview' }, community, actsOnStream: false });

type OfStream = Pick<Sources, 'stream' | 'profile' | 'followers' | 'follow' | 'setGame' | 'setTitle'>;

function ofStream(stream: StreamPort, channel: string, acts: boolean): OfStream {
  const channelOf = (of: Person | null): string => of?.account ?? channel;
  return {
    stream: async (of) => {
      const state = await stream.streamOf(channelOf(of));
      if (!state) return null;
      const { live, startedAt, title, category, viewers } = state;
      return {
        live,
        ...(startedAt === undefined ? {} : { startedAt }),
        title,
        game: category,
        ...(viewers === undefined ? {} : { viewers }),
      };
    },
    profile: async (of) => {
      const profile = await stream.profileOf({ account: channelOf(of) });
      if (!profile) return null;
      const { createdAt, description } = profile;
      return {
        ...(createdAt === undefined ? {} : { createdAt }),
        ...(description === undefined ? {} : { bio: description }),
      };
    },
    followers: async (of) => (await stream.profileOf({ account: channelOf(of) }))?.followers ?? null,
    follow: async (who, of) => {
      const since = await stream.followedAt(channelOf(of), who.account);
      return since === 'unknown' ? null : { since };
    },
    setGame: async (game) => {
      const [best] = await stream.searchCategories(game);
      if (!best) return { is: 'not-found' };
      if (!acts) return { is: 'set', to: best.name };
      return changedBy(await stream.setCategory(channel, best), best.name);
    },
    setTitle: async (title) =>
      acts ? changedBy(await stream.setTitle(channel, title), title) : { is: 'set', to: title },
  };
}

const changedBy = (answer: Awaited<ReturnType<StreamPort['setTitle']>>, to: string): Changed => {
  if (answer.ok) return { is: 'set', to };
  return answer.reason === 'not-found' ? { is: 'not-found' } : { is: 'refused', reason: answer.message };
};

async function fetchText(services: Services, url: string, headers: Readonly<Record<string, string>>): Promise<Fetched> {
  const fetched = await services.fetchPublic(url, { headers });
  if (fetched.ok) return { is: 'answered', status: fetched.status, text: fetched.text };
  return fetched.reason === 'url' || fetched.reason === 'request' ? { is: 'bad-url' } : { is: 'unreachable' };
}

/** A custom command's text, for somebody who may use it: else a reference would be a way around its level. */
async function commandText(
  services: Services,
  event: { readonly platform: Platform; readonly channel: string; readonly author: Author },
  name: string,
): ReturnType<Sources['commandText']> {
  const registry = new Registry(await channelStub(services, keyOf(event)).commands());
  const entry = registry.get(name);
  const [reply] = entry?.replies ?? [];
  if (!entry || !reply || entry.enabled === false || !atLeast(event.author.level, entry.level)) return null;
  return { text: reply.text, dialect: entry.dialect ?? 'native' };
}
