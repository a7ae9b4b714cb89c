import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { ACCOUNT_PLATFORMS } from '../../core/ids.ts';
import { ROLES } from '../../core/levels.ts';
import { codePoints } from '../../core/text.ts';
import { auditLine, readAudit } from './audit.ts';
import { ban, listBans, unban } from './bans.ts';
import { type ListedMember, leave, listMembers, MEMBER_ORDERS, readMember } from './members.ts';
import { addNote, editNote, listNotes, MAX_NOTE, type Note, removeNote } from './notes.ts';
import { decideRequest, listRequests } from './requests.ts';

const time = z.iso.datetime();
const iso = (ms: number): string => new Date(ms).toISOString();

const member = z.object({
  id: z.uuid(),
  person: z.uuid().nullable().describe('Null: nobody has signed in with any of their accounts.'),
  role: z.enum(ROLES).nullable().describe('Null: they only chat.'),
  banned: z.boolean(),
  since: time,
  notes: z.int().describe('How many notes there are about them.'),
  accounts: z
    .array(
      z.object({
        account: z.string().describe('`platform:id`'),
        platform: z.enum(ACCOUNT_PLATFORMS),
        login: z.string(),
        displayName: z.string(),
      }),
    )
    .describe('Those of their accounts that were seen here, the one they go by first.'),
});

const request = z.object({
  person: z.uuid(),
  displayName: z.string(),
  message: z.string(),
  at: time,
  accounts: z.array(z.string()).describe('The one they go by, `platform:id`.'),
});

const listedBan = z.object({
  id: z.uuid().describe('The member’s.'),
  account: z.string().describe('`platform:id`'),
  displayName: z.string(),
  reason: z.string(),
  at: time,
});

const ofMember = inCommunity.extend({ member: z.guid().describe('The member’s id, as the list of members has it.') });
const ofPerson = inCommunity.extend({ person: z.guid().describe('Whose request, as the list of them has it.') });
const ofNote = ofMember.extend({ note: z.guid() });
const position = z.object({ id: z.guid(), key: z.string() });

const note = z.object({
  id: z.uuid(),
  text: z.string(),
  author: z
    .object({ person: z.uuid(), displayName: z.string() })
    .nullable()
    .describe('Null: a program, or somebody who is not here any more.'),
  at: time,
  editedAt: time.nullable(),
});

const noteText = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, 'has to be text without control characters')
    .refine((text) => codePoints(text) <= MAX_NOTE, `is longer than ${MAX_NOTE} characters`)
    .describe(`At most ${MAX_NOTE} characters. Whom it is about may read it, as part of their export.`),
});

const memberPage = member.extend({
  notes: z.array(note).describe('Newest first.'),
  log: z.array(auditLine).nullable().describe('The last of the audit log about them; null: not for you.'),
});

/** Lines of the audit log beside a member. */
const RECENT_LINES = 20;

const shown = ({ since, ...row }: ListedMember) => ({ ...row, since: iso(since) });
const shownNote = ({ at, editedAt, ...row }: Note) => ({
  ...row,
  at: iso(at),
  editedAt: editedAt === null ? null : iso(editedAt),
});

/** What the audit log calls somebody by. */
const namesOf = ({ person, accounts }: ListedMember, ids: readonly string[]): readonly string[] => [
  ...ids.map((id) => `member:${id}`),
  ...(person === null ? [] : [`person:${person}`]),
  ...accounts.map(({ account }) => `account:${account}`),
];

const afterIn = (cursor: string | undefined) => (cursor === undefined ? undefined : decodeCursor(cursor, z.guid()));

/** `/api/v1/communities/:communityId/…`: who belongs to it, who wants to, and who may not. */
export const membersApi = new Hono<ApiEnv>()
  .get(
    '/communities/:communityId/members',
    route({
      operationId: 'listMembers',
      summary: 'Lists who belongs to a community, one row for each person.',
      access: 'members:read',
      tag: 'Members',
      answers: {
        200: {
          description: 'A page of members.',
          schema: pageOf(member).extend({ total: z.int().describe('Of all pages.') }),
        },
      },
    }),
    valid('param', inCommunity),
    valid(
      'query',
      z.strictObject({
        ...paging,
        q: z.string().max(100).optional().describe('Part of a login or name; or all of an id, or of `platform:id`.'),
        role: z.enum(ROLES).optional().describe('Only who has this role.'),
        platform: z.enum(ACCOUNT_PLATFORMS).optional().describe('Only who was seen there.'),
        sort: z.enum(MEMBER_ORDERS).default('joined').describe('`joined`: who came first; `newest`: who came last.'),
      }),
    ),
    async (c) => {
      const { cursor, limit, q: search, sort: order, ...which } = c.req.valid('query');
      const after = cursor === undefined ? undefined : decodeCursor(cursor, position);
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { rows, total } = await listMembers(ctx, { ...which, search, order, after, limit: limit + 1 });
      const { data, next } = page(rows, limit, ({ id, key }) => ({ id, key }));
      return c.json({ data: data.map(({ key: _, ...row }) => shown(row)), next, total });
    },
  )
  .get(
    '/communities/:communityId/members/:member',
    route({
      operationId: 'getMember',
      summary: 'Shows who somebody is here, what is noted about them, and what was done about them.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'The member.', schema: memberPage } },
    }),
    valid('param', ofMember),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      const call = c.get('api');
      const ctx = await call.in(communityId);
      const { found, ids } = await readMember(ctx, member);
      const [notes, log] = await Promise.all([
        listNotes(ctx, member),
        call.allows(ctx.community.id, 'audit:read')
          ? readAudit(ctx, { targets: namesOf(found, ids), limit: RECENT_LINES })
          : null,
      ]);
      return c.json({
        ...shown(found),
        notes: notes.map(shownNote),
        log: log?.map(({ at, isLast: _, ...line }) => ({ ...line, at: at.toISOString() })) ?? null,
      });
    },
  )
  .post(
    '/communities/:communityId/members/:member/notes',
    route({
      operationId: 'addMemberNote',
      summary: 'Notes something about a member, for those who look after the community.',
      access: 'members:write',
      tag: 'Members',
      answers: { 201: { description: 'The note.', schema: note } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', ofMember),
    valid('json', noteText),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(shownNote(await addNote(ctx, member, c.req.valid('json').text)), 201);
    },
  )
  .patch(
    '/communities/:communityId/members/:member/notes/:note',
    route({
      operationId: 'editMemberNote',
      summary: 'Changes the words of one’s own note.',
      access: 'members:write',
      tag: 'Members',
      answers: { 200: { description: 'The note.', schema: note } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', ofNote),
    valid('json', noteText),
    async (c) => {
      const { communityId, member, note: id } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(shownNote(await editNote(ctx, member, id, c.req.valid('json').text)));
    },
  )
  .delete(
    '/communities/:communityId/members/:member/notes/:note',
    route({
      operationId: 'removeMemberNote',
      summary: 'Deletes a note, whoever wrote it.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'It is gone.' } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', ofNote),
    async (c) => {
      const { communityId, member, note: id } = c.req.valid('param');
      await removeNote(await c.get('api').in(communityId), member, id);
      return c.body(null, 204);
    },
  )
  .post(
    '/communities/:communityId/leave',
    route({
      operationId: 'leaveCommunity',
      summary: 'Gives up one’s own role in a community.',
      access: 'person',
      tag: 'Members',
      answers: { 204: { description: 'You have none there any more.' } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    async (c) => {
      await leave(await c.get('api').in(c.req.valid('param').communityId));
      return c.body(null, 204);
    },
  )
  .get(
    '/communities/:communityId/join-requests',
    route({
      operationId: 'listJoinRequests',
      summary: 'Lists who wants to join and waits.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of requests.', schema: pageOf(request) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = afterIn(cursor);
      const rows = await listRequests(await c.get('api').in(c.req.valid('param').communityId), limit + 1, after);
      return c.json(
        page(
          rows.map((row) => ({ ...row, at: iso(row.at) })),
          limit,
          ({ person }) => person,
        ),
      );
    },
  )
  .post(
    '/communities/:communityId/join-requests/:person/accept',
    route({
      operationId: 'acceptJoinRequest',
      summary: 'Lets somebody in who asked, as a viewer.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They belong to it.' } },
      errors: ['CONFLICT'],
    }),
    valid('param', ofPerson),
    async (c) => {
      const { communityId, person } = c.req.valid('param');
      await decideRequest(await c.get('api').in(communityId), person, 'accepted');
      return c.body(null, 204);
    },
  )
  .post(
    '/communities/:communityId/join-requests/:person/decline',
    route({
      operationId: 'declineJoinRequest',
      summary: 'Does not let somebody in who asked; they may ask again in a week.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They wait no more.' } },
    }),
    valid('param', ofPerson),
    async (c) => {
      const { communityId, person } = c.req.valid('param');
      await decideRequest(await c.get('api').in(communityId), person, 'declined');
      return c.body(null, 204);
    },
  )
  .get(
    '/communities/:communityId/bans',
    route({
      operationId: 'listBans',
      summary: 'Lists who is kept out of the hub.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of bans.', schema: pageOf(listedBan) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = afterIn(cursor);
      const rows = await listBans(await c.get('api').in(c.req.valid('param').communityId), limit + 1, after);
      return c.json(
        page(
          rows.map((row) => ({ ...row, at: iso(row.at) })),
          limit,
          ({ id }) => id,
        ),
      );
    },
  )
  .put(
    '/communities/:communityId/bans/:member',
    route({
      operationId: 'banMember',
      summary: 'Keeps a member out of the hub: their role is gone, and they cannot join again. Chat is the platforms’.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They are banned.' } },
    }),
    valid('param', ofMember),
    valid('json', z.strictObject({ reason: z.string().trim().max(300).default('') })),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      await ban(await c.get('api').in(communityId), member, c.req.valid('json').reason);
      return c.body(null, 204);
    },
  )
  .delete(
    '/communities/:communityId/bans/:member',
    route({
      operationId: 'unbanMember',
      summary: 'Lets a member join again, as anybody may. The role they had does not come back.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They are banned no more.' } },
    }),
    valid('param', ofMember),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      if (!(await unban(await c.get('api').in(communityId), member)))
        throw new WaddleError('NOT_FOUND', 'There is no such member who is banned from this community.');
      return c.body(null, 204);
    },
  );
