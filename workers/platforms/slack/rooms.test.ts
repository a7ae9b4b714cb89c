import { describe, expect, it } from 'vitest';
import { answering, type SeenCall } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { slackRooms } from './rooms.ts';

const TEAM = 'T0DEMO';
const channel = (id: string, more: object = {}) => ({ id, name: id.toLowerCase(), is_member: true, ...more });

function roomsWith(...answers: readonly (Response | CallResult)[]) {
  let turn = 0;
  const { call, seen } = answering(() => answers[Math.min(turn++, answers.length - 1)] as Response);
  const teams: string[] = [];
  const rooms = slackRooms({
    apiUrl: 'https://slack.example/api',
    clock: () => 0,
    callFor: (team) => {
      teams.push(team);
      return call;
    },
  });
  return { rooms, seen, teams };
}
const formOf = ({ body }: SeenCall) => Object.fromEntries(new URLSearchParams(body));

describe('rooms of a workspace', () => {
  it('are read page by page, by the names they are shown by', async () => {
    const { rooms, seen, teams } = roomsWith(
      Response.json({
        ok: true,
        channels: [channel('C2', { name: 'beach' }), channel('C9', { name: 'news', is_read_only: true })],
        response_metadata: { next_cursor: 'dGVhbQ==' },
      }),
      Response.json({
        ok: true,
        channels: [channel('C1', { name: 'art', is_private: true })],
        response_metadata: { next_cursor: '' },
      }),
    );
    const { rooms: found, isWhole } = await rooms.list(TEAM);
    expect(found.map(({ id, name, isPrivate, silence }) => [id, name, isPrivate, silence?.is ?? null])).toEqual([
      ['C1', 'art', true, null],
      ['C2', 'beach', false, null],
      ['C9', 'news', false, 'read-only'],
    ]);
    expect(isWhole).toBe(true);
    const asked = {
      types: 'public_channel,private_channel',
      exclude_archived: 'true',
      limit: '999',
      team_id: TEAM,
    };
    expect(seen.map(formOf)).toEqual([asked, { ...asked, cursor: 'dGVhbQ==' }]);
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(teams).toEqual([TEAM]);
  });

  it('are not all of them where a workspace has very many', async () => {
    const { rooms, seen } = roomsWith(
      Response.json({ ok: true, channels: [channel('C1')], response_metadata: { next_cursor: 'more' } }),
    );
    expect((await rooms.list(TEAM)).isWhole).toBe(false);
    expect(seen).toHaveLength(5);
  });

  it('of an organisation are those of its workspaces, each once and with where it is', async () => {
    const page = (...channels: object[]) =>
      Response.json({ ok: true, channels, response_metadata: { next_cursor: '' } });
    const { rooms, seen, teams } = roomsWith(
      Response.json({
        ok: true,
        teams: [
          { id: 'T1', name: 'Beach' },
          { id: 'T2', name: 'Ice' },
        ],
        response_metadata: { next_cursor: '' },
      }),
      page(channel('C1', { name: 'art' }), channel('C3', { name: 'everywhere', is_org_shared: true })),
      page(channel('C3', { name: 'everywhere', is_org_shared: true }), channel('C2', { name: 'news' })),
    );
    const found = await rooms.list('E0ORG');
    expect(found.rooms.map(({ id, group }) => [id, group])).toEqual([
      ['C1', 'Beach'],
      ['C3', 'Beach'],
      ['C2', 'Ice'],
    ]);
    expect(found.isWhole).toBe(true);
    expect(seen.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/auth.teams.list',
      '/api/conversations.list',
      '/api/conversations.list',
    ]);
    expect(seen.slice(1).map((one) => formOf(one).team_id)).toEqual(['T1', 'T2']);
    expect(new Set(teams)).toEqual(new Set(['E0ORG']));
  });

  it('of a big organisation are asked for so often that Slack answers, and are not all of them', async () => {
    const { rooms, seen } = roomsWith(
      Response.json({
        ok: true,
        teams: Array.from({ length: 10 }, (_, n) => ({ id: `T${n}`, name: `${n}` })),
        response_metadata: { next_cursor: 'more' },
      }),
      Response.json({ ok: true, channels: [channel('C1')], response_metadata: { next_cursor: 'more' } }),
    );
    expect((await rooms.list('E0ORG')).isWhole).toBe(false);
    expect(formOf(seen[0] as SeenCall)).toEqual({ limit: '10' });
    // 20 a minute are taken.
    expect(seen).toHaveLength(11);
  });

  it('of an organisation that has the app in none of its workspaces are none, with what to do', async () => {
    const { rooms } = roomsWith(Response.json({ ok: true, teams: [] }));
    await expect(rooms.list('E0ORG')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('adds it to a workspace'),
    });
  });

  it.each([
    [Response.json({ ok: false, error: 'team_access_not_granted' }), 'CONFLICT', 'adds it to the workspace'],
    [Response.json({ ok: false, error: 'missing_scope', needed: 'channels:read' }), 'CONFLICT', 'channels:read'],
    [Response.json({ ok: false, error: 'token_revoked' }), 'CONFLICT', 'Link Slack again'],
    [{ ok: false, outcome: { outcome: 'refused', reason: 'no token' } } as CallResult, 'CONFLICT', 'no token'],
    [Response.json({ ok: false, error: 'internal_error' }), 'UPSTREAM', 'Try again in a minute'],
    [new Response('oops', { status: 503 }), 'UPSTREAM', 'Try again in a minute'],
    [
      Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers: { 'retry-after': '30' } }),
      'LIMITED',
      'Try again in 30 s',
    ],
  ])('are told apart from why they are not known: %#', async (answer, code, words) => {
    const json =
      answer instanceof Response && answer.status === 503 ? { ok: true, response: answer, json: undefined } : answer;
    for (const ask of ['list', 'owns'] as const) {
      const { rooms } = roomsWith(json as CallResult);
      const asked = ask === 'list' ? rooms.list(TEAM) : rooms.owns?.(TEAM, 'C0DEMO');
      await expect(asked).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    }
  });

  it('are the workspace’s own, as its own token finds them', async () => {
    const owns = (room: string, found: object) => {
      const { rooms, seen } = roomsWith(Response.json(found));
      return Promise.resolve(rooms.owns?.(TEAM, room)).then((is) => [is, seen.length]);
    };
    const info = (more: object = {}) => ({ ok: true, channel: channel('C0DEMO', more) });
    expect(await owns('C0DEMO', info())).toEqual([true, 1]);
    expect(await owns('C0DEMO', info({ is_member: false }))).toEqual([true, 1]);
    expect(await owns('C0DEMO', { ok: false, error: 'channel_not_found' })).toEqual([false, 1]);
    for (const more of [
      { is_archived: true },
      { is_im: true },
      { is_mpim: true },
      { is_private: true, is_member: false },
    ])
      expect(await owns('C0DEMO', info(more))).toEqual([false, 1]);
    expect(await owns('C0OTHER', info())).toEqual([false, 1]);
    // Nobody is written to by their id, and nothing by a name.
    for (const room of ['U0PIA', 'D0PIA', 'general', '#general', 'C0DEMO/17.1', ''])
      expect(await owns(room, info())).toEqual([false, 0]);
  });
});
