import { Hono } from 'hono';
import * as z from 'zod';
import { endSessionsOf, type ListedSession, sessionsOf } from '../auth/sessions.ts';
import { type ApiCall, type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { ROLES } from '../core/levels.ts';
import type { SignedIn } from '../core/signed-in.ts';
import type { Services } from '../router/services.ts';

const me = z.object({
  person: z.uuid(),
  displayName: z.string(),
  isOperator: z.boolean(),
  accounts: z.array(
    z.object({
      id: z.uuid(),
      platform: z.string(),
      account: z.string().describe('The platform’s own id.'),
      login: z.string(),
      displayName: z.string(),
      isPrimary: z.boolean(),
    }),
  ),
  roles: z.array(z.object({ community: z.uuid(), role: z.enum(ROLES) })),
  session: z.object({ id: z.uuid(), method: z.string(), provedAt: z.iso.datetime(), expiresAt: z.iso.datetime() }),
});

const session = z.object({
  id: z.uuid(),
  method: z.string().describe('A platform’s name, or password, passkey, owner-link, reset-link.'),
  device: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().describe('To the minute.'),
  isThis: z.boolean().describe('Whether it is the one that asks.'),
});

const iso = (ms: number): string => new Date(ms).toISOString();

function signedInOf({ signedIn }: ApiCall): SignedIn {
  if (signedIn) return signedIn;
  throw new WaddleError('FORBIDDEN', 'This is a person’s own. Sign in at /auth/sign-in; no key is enough.');
}

const shownSession = ({ createdAt, lastSeenAt, ...row }: ListedSession, own: string) => ({
  ...row,
  createdAt: iso(createdAt),
  lastSeenAt: iso(lastSeenAt),
  isThis: row.id === own,
});

/** `/api/v1/me`: whoever is signed in, for what is their own; the page is /auth/account. */
export function meRoutes({ db, clock }: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'getMe',
        summary: 'Says who is signed in.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'Who it is.', schema: me } },
      }),
      (c) => {
        const { sessionId: id, method, provedAt, expiresAt, ...who } = signedInOf(c.get('api'));
        return c.json({ ...who, session: { id, method, provedAt: iso(provedAt), expiresAt: iso(expiresAt) } });
      },
    )
    .get(
      '/sessions',
      route({
        operationId: 'listMySessions',
        summary: 'Lists where they are signed in, the last used first; a hundred at most.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'Their sessions.', schema: z.object({ data: z.array(session) }) } },
      }),
      async (c) => {
        const { person, sessionId } = signedInOf(c.get('api'));
        const rows = await sessionsOf(db, person, clock());
        return c.json({ data: rows.map((row) => shownSession(row, sessionId)) });
      },
    )
    .delete(
      '/sessions',
      route({
        operationId: 'endMyOtherSessions',
        summary: 'Signs them out everywhere but here.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'How many have ended.', schema: z.object({ ended: z.int() }) } },
      }),
      async (c) => {
        const { person, sessionId } = signedInOf(c.get('api'));
        return c.json({ ended: await endSessionsOf(db, person, { allBut: sessionId }) });
      },
    )
    .delete(
      '/sessions/:sessionId',
      route({
        operationId: 'endMySession',
        summary: 'Ends one of their sessions.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'It has ended.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', z.object({ sessionId: z.uuid() })),
      async (c) => {
        const { person } = signedInOf(c.get('api'));
        if ((await endSessionsOf(db, person, { id: c.req.valid('param').sessionId })) === 0)
          throw new WaddleError('NOT_FOUND', 'You have no such session: it has ended already.');
        return c.body(null, 204);
      },
    );
}
