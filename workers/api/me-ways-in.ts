import { Hono } from 'hono';
import * as z from 'zod';
import { localOf } from '../auth/local/local.ts';
import { waysInOf } from '../auth/local/logins.ts';
import { passkeyId, passkeyName } from '../auth/local/passkey-fields.ts';
import { addPasskey, creationOptions, removePasskey, renamePasskey } from '../auth/local/passkeys.ts';
import { providersOn } from '../auth/sign-in/providers/index.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { isFresh, type SignedIn } from '../core/signed-in.ts';
import type { Services } from '../router/services.ts';
import { requireFresh, requirePersonOf } from './fresh.ts';

const passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
  lastUsedAt: z.iso.datetime({ offset: true }).nullable(),
});

const waysIn = z.object({
  name: z.string().nullable().describe('What they sign in as with a password; null where they have no name here.'),
  hasPassword: z.boolean(),
  asksCode: z.boolean().describe('Whether an authenticator app is asked for after the password.'),
  codesLeft: z.int().describe('Recovery codes that were not used.'),
  passkeys: z.array(passkey),
  platforms: z.array(z.string()).describe('Platforms whose accounts can be added by signing in there.'),
  isFresh: z.boolean().describe('Whether the last proof is young enough to change any of this.'),
});

/** A passkey is bound to the session that asks for it, as pages of /auth bind theirs to the browser. */
const boundTo = ({ sessionId }: SignedIn): string => `session:${sessionId}`;

const byId = z.object({ id: passkeyId });

/** `/me/ways-in` and `/me/passkeys`: how somebody signs in here. Passwords, apps and recovery codes are changed at /auth/local. */
export function waysInRoutes(services: Services) {
  const local = localOf(services);
  return new Hono<ApiEnv>()
    .get(
      '/ways-in',
      route({
        operationId: 'getMyWaysIn',
        summary: 'Says how you sign in: by password, second factor, passkeys.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'Your ways in.', schema: waysIn } },
      }),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        const found = await waysInOf(services.db, signedIn.person);
        return c.json({
          ...found,
          passkeys: [...found.passkeys],
          platforms: providersOn(services.settings).map(({ platform }) => platform),
          isFresh: isFresh(signedIn, c.get('api').now),
        });
      },
    )
    .post(
      '/passkeys/options',
      route({
        operationId: 'beginPasskey',
        summary:
          'Gives what a browser makes a passkey by (WebAuthn: PublicKeyCredentialCreationOptionsJSON), for five minutes.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'The options.', schema: z.record(z.string(), z.unknown()) } },
      }),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        c.header('Cache-Control', 'no-store');
        return c.json(await creationOptions(local, signedIn, boundTo(signedIn)));
      },
    )
    .post(
      '/passkeys',
      route({
        operationId: 'addPasskey',
        summary: 'Keeps the passkey that a browser made by the options it was given.',
        access: 'person',
        tag: 'Me',
        answers: { 201: { description: 'It opens from now on.', schema: z.object({ name: z.string() }) } },
        errors: ['CONFLICT'],
      }),
      valid(
        'json',
        z.strictObject({
          name: passkeyName.describe('To know it by.'),
          credential: z
            .looseObject({ id: z.string() })
            .describe('What the browser made (WebAuthn: RegistrationResponseJSON).'),
        }),
      ),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        const { name, credential } = c.req.valid('json');
        await addPasskey(local, signedIn, boundTo(signedIn), { sent: JSON.stringify(credential), name });
        return c.json({ name }, 201);
      },
    )
    .patch(
      '/passkeys/:id',
      route({
        operationId: 'renamePasskey',
        summary: 'Gives a passkey of yours another name.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'It has that name.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', byId),
      valid('json', z.strictObject({ name: passkeyName })),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        await renamePasskey(local, signedIn.person, c.req.valid('param').id, c.req.valid('json').name);
        return c.body(null, 204);
      },
    )
    .delete(
      '/passkeys/:id',
      route({
        operationId: 'removePasskey',
        summary: 'Takes a passkey away: it opens nothing any more.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'It opens nothing.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', byId),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        await removePasskey(local, signedIn.person, c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}
