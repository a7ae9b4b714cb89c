import * as z from 'zod';
import type { Person } from '../../core/events.ts';
import type { PlatformClient } from '../../core/platforms.ts';
import type { StreamAnswer, StreamPort, StreamRefusal, StreamRefusalReason } from '../../core/stream.ts';
import { bareName, codePoints, oneLine, truncate } from '../../core/text.ts';
import { type Answered, askAsOwner, isRefusal, limited, notAllowed, refusal, unclearAnswer } from '../owner.ts';
import { helixRequest, untilReset } from './look-ups.ts';
import type { StreamLookUps, TwitchStreamReader } from './stream-look-ups.ts';

const OWNERS = {
  title: 'Twitch',
  /** What allows the verbs: asked of broadcasters who want them. */
  connect: '`npm run connect twitch -- --with stream`',
};

/** Longer ones are a 400 (twitchdev/issues#711). */
const LONGEST_TITLE = 140;
/** Helix: Create Stream Marker. */
const LONGEST_DESCRIPTION = 140;

/** What statuses mean for one verb (Helix reference, response codes), where they mean more than elsewhere. */
type Meaning = readonly [reason: StreamRefusalReason, message: string];
type Meanings = Readonly<Record<number, Meaning>>;

interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly meanings?: Meanings;
}

const NOBODY: Meaning = ['not-found', 'Twitch does not know who that is.'];
const CLIP: Meanings = {
  403: ['forbidden', 'Clips are switched off on this channel.'],
  404: ['not-live', 'There is nothing to clip: the channel is not on the air.'],
};
const MARKER: Meanings = {
  403: ['forbidden', 'Twitch allows markers only on the channel’s own stream.'],
  404: ['not-live', 'A marker needs a stream that is on the air and is kept as a past broadcast.'],
};
const RAID: Meanings = {
  404: ['not-found', 'Twitch knows no such channel to raid.'],
  409: ['refused', 'A raid is being prepared already. Cancel it first.'],
};
const CANCEL: Meanings = { 404: ['not-found', 'There is no raid to cancel.'] };
const VIP: Meanings = {
  404: NOBODY,
  409: ['refused', 'All of the channel’s VIP places are taken.'],
  422: ['refused', 'They are a VIP already, or a moderator: those have to stop being one first.'],
  425: ['refused', 'The channel may not have VIPs yet: Twitch’s “Build a Community” comes first.'],
};
const NO_VIP: Meanings = { 404: NOBODY, 422: ['refused', 'They are no VIP here.'] };
const MODERATOR: Meanings = { 422: ['refused', 'They are a VIP: they have to stop being one first.'] };

const failure = z.object({ message: z.string() });
const clips = z.object({ data: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });
const markers = z.object({ data: z.tuple([z.object({ position_seconds: z.number().nonnegative() })], z.unknown()) });

/** All by the broadcaster's own token: Helix wants the channel's id to be the token's user's. */
export function twitchStreamVerbs(
  reader: TwitchStreamReader & Pick<PlatformClient, 'findAccount'>,
): Omit<StreamPort, keyof StreamLookUps> {
  const { apiUrl, clientId, asOwner, cache, clock, findAccount } = reader;
  const owners = { ...OWNERS, asOwner };

  /** Helix's good answer, or what its refusal means. */
  const ask = async (channel: string, change: Change): Promise<Answered | StreamRefusal> => {
    const { method, path, query, body, meanings = {} } = change;
    const url = `${apiUrl}${path}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const answered = await askAsOwner(owners, channel, url, (token) => helixRequest(clientId, token, method, body));
    return isRefusal(answered) || answered.response.ok ? answered : refusalOf(answered, meanings, clock());
  };
  const done = async (channel: string, change: Change): Promise<StreamAnswer> => {
    const answered = await ask(channel, change);
    return isRefusal(answered) ? answered : { ok: true };
  };
  const ofOwn = (channel: string) => ({ broadcaster_id: channel });
  const role =
    (method: Change['method'], path: string, meanings: Meanings) =>
    (channel: string, account: string): Promise<StreamAnswer> =>
      done(channel, { method, path, query: { ...ofOwn(channel), user_id: account }, meanings });
  /** Modify Channel Information. */
  const modify = (channel: string, body: object, meanings: Meanings = {}) =>
    done(channel, { method: 'PATCH', path: '/channels', query: ofOwn(channel), body, meanings });

  return {
    async setTitle(channel, given) {
      const title = oneLine(given);
      const length = codePoints(title);
      if (length === 0) return refusal('refused', 'A title needs at least one character.');
      if (length > LONGEST_TITLE)
        return refusal('refused', `A title on Twitch has at most ${LONGEST_TITLE} characters; this one has ${length}.`);
      const answer = await modify(channel, { title });
      if (answer.ok) cache.changed(channel, { title });
      return answer;
    },

    async setCategory(channel, { id, name }) {
      const meanings: Meanings = { 400: ['not-found', `Twitch has no category “${name}” (any more).`] };
      const answer = await modify(channel, { game_id: id }, meanings);
      if (answer.ok) cache.changed(channel, { category: name, categoryId: id });
      return answer;
    },

    /** Create Clip. Its address is known at once, and shows the clip as soon as Twitch has made it. */
    async createClip(channel) {
      const answered = await ask(channel, { method: 'POST', path: '/clips', query: ofOwn(channel), meanings: CLIP });
      if (isRefusal(answered)) return answered;
      const parsed = clips.safeParse(answered.json);
      if (!parsed.success) return unclearAnswer(OWNERS.title);
      const [{ id }] = parsed.data.data;
      return { ok: true, id, url: `https://clips.twitch.tv/${encodeURIComponent(id)}` };
    },

    /** Create Stream Marker. */
    async createMarker(channel, description = '') {
      const said = truncate(oneLine(description), LONGEST_DESCRIPTION);
      const body = { user_id: channel, ...(said === '' ? {} : { description: said }) };
      const answered = await ask(channel, { method: 'POST', path: '/streams/markers', body, meanings: MARKER });
      if (isRefusal(answered)) return answered;
      const parsed = markers.safeParse(answered.json);
      return parsed.success
        ? { ok: true, positionSeconds: parsed.data.data[0].position_seconds }
        : unclearAnswer(OWNERS.title);
    },

    /** Start a Raid: Twitch shows the countdown, and the viewers leave after 90 s or when the broadcaster says so. */
    async raid(channel, toLogin) {
      let to: Person | null;
      try {
        to = await findAccount(channel, toLogin);
      } catch {
        return refusal('upstream', 'Twitch could not be asked who that is, so nothing was done. Try again soon.');
      }
      if (!to) return refusal('not-found', `Nobody on Twitch is called “${bareName(toLogin)}”.`);
      const query = { from_broadcaster_id: channel, to_broadcaster_id: to.account };
      const answer = await done(channel, { method: 'POST', path: '/raids', query, meanings: RAID });
      return answer.ok ? { ok: true, to } : answer;
    },
    cancelRaid: (channel) =>
      done(channel, { method: 'DELETE', path: '/raids', query: ofOwn(channel), meanings: CANCEL }),

    addVip: role('POST', '/channels/vips', VIP),
    removeVip: role('DELETE', '/channels/vips', NO_VIP),
    addModerator: role('POST', '/moderation/moderators', MODERATOR),
    removeModerator: role('DELETE', '/moderation/moderators', {}),
  };
}

function refusalOf({ response, json }: Answered, meanings: Meanings, now: number): StreamRefusal {
  const { status } = response;
  const said = saidBy(json);
  const meaning = meanings[status];
  if (meaning) return refusal(...meaning);
  // Helix says 401 to a token without the scope, and 400 to moderators that nobody is.
  if (status === 401) return notAllowed(OWNERS);
  if (status === 429) return limited(OWNERS.title, untilReset(response, now));
  if (status >= 500) return unclearAnswer(OWNERS.title);
  if (status === 400 && /\bnot found\b/i.test(said)) return refusal(...NOBODY);
  return refusal(status === 403 ? 'forbidden' : 'refused', `Twitch says no: ${said || `HTTP ${status}`}`);
}

const saidBy = (json: unknown): string => truncate(oneLine(failure.safeParse(json).data?.message ?? ''), 200);
