import * as z from 'zod';
import { WaddleError } from '../../core/errors.ts';
import type { Room, RoomPort, Silence } from '../../core/rooms.ts';
import type { CallResult, CallUpstream } from '../call.ts';
import { type Answer, createLookUp, type LookUp } from '../look-up.ts';
import { askAboutRooms } from '../rooms.ts';
import { retryAfterMs } from './response-url.ts';

const apiAnswer = z.object({ ok: z.boolean(), error: z.string().optional() });
const conversation = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  is_im: z.boolean().default(false),
  is_mpim: z.boolean().default(false),
  is_private: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
  is_read_only: z.boolean().default(false),
});
const list = z.object({
  channels: z.array(conversation),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});
const info = z.object({ channel: conversation });
const teams = z.object({
  teams: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});
type Conversation = z.infer<typeof conversation>;

/** A channel's id; people, direct messages and threads are no rooms that are chosen. */
const CHANNEL = /^[CG][A-Z0-9]{2,30}$/;

/** conversations.list takes "an integer under 1000", and 20 calls a minute (tier 2). */
const PAGE = 999;
const MOST_PAGES = 5;
/** Workspaces of an organisation whose channels are listed, and pages of all of them together. */
const MOST_WORKSPACES = 10;
const MOST_PAGES_TOGETHER = 15;
/** An app that is installed for a whole organisation (Enterprise Grid) is linked by that one's id. */
const ORGANISATION = /^E/;
/** Workspaces whose windows are remembered. */
const WORKSPACES_KEPT = 1_000;

const TITLE = 'Slack';
const AGAIN = 'Link Slack again under Integrations, which asks for it.';
const GONE = `Slack does not accept the bot’s token any more. ${AGAIN}`;
const WORDS = {
  missing_scope: `Slack does not let the bot list the workspace’s channels: it was not given channels:read and groups:read. ${AGAIN}`,
  team_access_not_granted: `Slack does not let the bot into this workspace: who runs the organisation adds it to the workspace, in Slack under Manage apps.`,
  'no token': 'There is no token for this Slack workspace now. If that stays so, link Slack again under Integrations.',
  'token refused, and no new one to be had': GONE,
  invalid_auth: GONE,
  token_revoked: GONE,
  token_expired: GONE,
  account_inactive: GONE,
};

const NOWHERE =
  'The app is installed in this Slack organisation, but in none of its workspaces: who runs the organisation adds it to a workspace, in Slack under Manage apps. Then try again.';

const READ_ONLY: Silence = {
  is: 'read-only',
  text: 'Only some may write in this channel. Let the bot, in the channel’s settings under Posting Permissions.',
};

/** What an answer of the Web API means: it refuses with 200 and a word of its own. */
function read(result: CallResult, window: string): Answer {
  if (!result.ok) return { is: 'failed', reason: result.outcome.reason };
  const { response, json } = result;
  if (response.status === 429)
    return { is: 'failed', reason: 'ratelimited', holds: [{ key: window, forMs: retryAfterMs(response) }] };
  if (!response.ok) return { is: 'failed', reason: `HTTP ${response.status}` };
  const parsed = apiAnswer.safeParse(json);
  if (!parsed.success) return { is: 'failed', reason: 'an answer that is none' };
  if (parsed.data.ok) return { is: 'found', json };
  const { error = 'unknown' } = parsed.data;
  return error === 'channel_not_found' ? { is: 'none' } : { is: 'failed', reason: error };
}

/** The bot speaks in public channels without being in them (`chat:write.public`); of private ones it sees but its own. */
const roomOf = ({ id, name, is_private, is_read_only }: Conversation, group: string | null): Room => ({
  id,
  name: name ?? id,
  group,
  isPrivate: is_private,
  silence: is_read_only ? READ_ONLY : null,
});

/** Channels of a workspace, or of an organisation's workspaces: the public ones, and the private ones the bot was invited to. */
export function slackRooms({
  apiUrl,
  callFor,
  clock,
}: {
  readonly apiUrl: string;
  readonly callFor: (team: string) => CallUpstream;
  readonly clock: () => number;
}): RoomPort {
  const lookUps = new Map<string, LookUp>();
  /** Slack counts by method and workspace. */
  function lookUpIn(team: string): LookUp {
    const known = lookUps.get(team);
    if (known) return known;
    if (lookUps.size >= WORKSPACES_KEPT) lookUps.delete(lookUps.keys().next().value as string);
    const made = createLookUp({ title: TITLE, call: callFor(team), clock, read });
    lookUps.set(team, made);
    return made;
  }
  const ask = <Shape extends z.ZodType>(
    team: string,
    method: string,
    form: Readonly<Record<string, string>>,
    shape: Shape,
  ) =>
    lookUpIn(team)({
      url: `${apiUrl}/${method}`,
      request: (token) => ({
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(form),
      }),
      shape,
      window: method,
    });

  /** The workspaces that a linked channel stands for; a name where there may be several. */
  async function workspacesOf(channel: string) {
    if (!ORGANISATION.test(channel)) return { workspaces: [{ id: channel, name: null }], isWhole: true };
    const found = await ask(channel, 'auth.teams.list', { limit: String(MOST_WORKSPACES) }, teams);
    const workspaces = found?.teams ?? [];
    if (workspaces.length === 0) throw new WaddleError('CONFLICT', NOWHERE);
    return { workspaces, isWhole: !found?.response_metadata?.next_cursor };
  }

  /** @param workspace which is meant: a token of an organisation needs it, and one of a workspace does without */
  async function channelsIn(channel: string, workspace: string, mostPages: number) {
    const asked = {
      types: 'public_channel,private_channel',
      exclude_archived: 'true',
      limit: String(PAGE),
      team_id: workspace,
    };
    const channels: Conversation[] = [];
    let cursor = '';
    for (let pages = 0; pages < mostPages; pages++) {
      const found = await ask(channel, 'conversations.list', { ...asked, ...(cursor ? { cursor } : {}) }, list);
      channels.push(...(found?.channels ?? []));
      cursor = found?.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    return { channels, isWhole: cursor === '' };
  }

  return {
    list: (channel) =>
      askAboutRooms(TITLE, WORDS, async () => {
        const found = await workspacesOf(channel);
        const { workspaces } = found;
        let { isWhole } = found;
        const mostPages = Math.min(MOST_PAGES, Math.floor(MOST_PAGES_TOGETHER / workspaces.length));
        // What several workspaces share is in the list of each.
        const rooms = new Map<string, Room>();
        for (const { id, name } of workspaces) {
          const listed = await channelsIn(channel, id, mostPages);
          for (const one of listed.channels) if (!rooms.has(one.id)) rooms.set(one.id, roomOf(one, name));
          isWhole &&= listed.isWhole;
        }
        const sorted = [...rooms.values()].sort((one, other) =>
          one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
        );
        return { rooms: sorted, unseen: 0, isWhole };
      }),

    owns: (team, room) =>
      askAboutRooms(TITLE, WORDS, async () => {
        if (!CHANNEL.test(room)) return false;
        // The workspace's own token opens nothing of any other.
        const found = await ask(team, 'conversations.info', { channel: room }, info);
        if (!found) return false;
        const { id, is_im, is_mpim, is_archived, is_private, is_member } = found.channel;
        return id === room && !is_im && !is_mpim && !is_archived && (is_member || !is_private);
      }),
  };
}
