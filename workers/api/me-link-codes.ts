import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { Limited, WaddleError } from '../core/errors.ts';
import { isFresh } from '../core/signed-in.ts';
import { CODE_FOR_MS } from '../people/codes.ts';
import { askForCode, codesOf, confirmTyped, noteShown, refuseTyped, type SeenCode } from '../people/link-codes.ts';
import type { Services } from '../router/services.ts';
import { requireFresh, requirePersonOf } from './fresh.ts';

export const namedAccount = z.object({ platform: z.string(), login: z.string(), displayName: z.string() });

const seenCode = z.object({
  id: z.uuid(),
  status: z.enum(['open', 'typed', 'confirmed', 'refused']),
  expiresAt: z.iso.datetime(),
  typedBy: namedAccount.nullable().describe('Who typed it: look whether that is you.'),
  others: z.array(namedAccount).describe('What else belongs to who typed it.'),
});

const shown = ({ id, status, expiresAt, typedBy, others }: SeenCode) => ({
  id,
  status: status === 'shown' ? ('typed' as const) : status,
  expiresAt: new Date(expiresAt).toISOString(),
  typedBy,
  others,
});

const byId = z.object({ id: z.guid() });

/** `/me/link-codes`: codes that are typed in chat with another account, and then confirmed here. */
export function linkCodeRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .post(
      '/',
      route({
        operationId: 'addLinkCode',
        summary: 'Gives a code for `!link CODE`, for ten minutes and for once. The one before opens nothing any more.',
        access: 'person',
        tag: 'Me',
        answers: {
          201: {
            description: 'The code. It is in this answer, and nowhere else.',
            schema: z.object({ code: z.string(), expiresAt: z.iso.datetime() }),
          },
        },
      }),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        const asked = await askForCode(services, { person }, crypto.randomUUID());
        if (asked.result === 'limited') throw new Limited('You asked for many codes. Wait ten minutes.', CODE_FOR_MS);
        c.header('Cache-Control', 'no-store');
        return c.json({ code: asked.code, expiresAt: new Date(c.get('api').now + CODE_FOR_MS).toISOString() }, 201);
      },
    )
    .get(
      '/',
      route({
        operationId: 'listLinkCodes',
        summary: 'Shows how your codes stand, and who typed them.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'The newest first.', schema: z.object({ data: z.array(seenCode) }) } },
      }),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        const codes = await codesOf(services, { person });
        await noteShown(
          services,
          { person },
          codes.filter(({ status }) => status === 'typed').map(({ id }) => id),
        );
        return c.json({ data: codes.map(shown) });
      },
    )
    .post(
      '/:id/confirm',
      route({
        operationId: 'confirmLinkCode',
        summary: 'Says that who typed the code is you: their accounts are yours from then on.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'Your accounts.', schema: z.object({ data: z.array(namedAccount) }) } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', byId),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        const { now } = c.get('api');
        const { id } = c.req.valid('param');
        const decided = await confirmTyped(
          services,
          { person: signedIn.person },
          { id, proved: isFresh(signedIn, now) },
        );
        switch (decided.result) {
          case 'joined':
            return c.json({ data: [...decided.accounts] });
          case 'hub':
            requireFresh(signedIn, now);
            throw changed();
          case 'unseen':
            throw new WaddleError('CONFLICT', 'Look first who typed it: GET /me/link-codes.');
          case 'changed':
            throw changed();
          default:
            throw noCode();
        }
      },
    )
    .post(
      '/:id/refuse',
      route({
        operationId: 'refuseLinkCode',
        summary: 'Says that who typed the code is not you: it is dead then.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'Nothing was linked.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', byId),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        if (!(await refuseTyped(services, { person }, c.req.valid('param').id))) throw noCode();
        return c.body(null, 204);
      },
    );
}

export const noCode = (): WaddleError =>
  new WaddleError('NOT_FOUND', 'No code of yours with this id waits for an answer. GET /me/link-codes lists them.');
const changed = (): WaddleError =>
  new WaddleError('CONFLICT', 'Something changed in between, so nothing was linked. Ask for another code.');
