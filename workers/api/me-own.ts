import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { erasePerson } from '../people/erase.ts';
import { exportPerson } from '../people/export.ts';
import { chooseNaming, isNamed } from '../people/naming.ts';
import { choosePrimary } from '../people/own-accounts.ts';
import { partFrom } from '../people/split.ts';
import type { Services } from '../router/services.ts';
import { requireFresh, requirePersonOf } from './fresh.ts';
import { linkCodeRoutes } from './me-link-codes.ts';
import { mergeRoutes } from './me-merge.ts';

const account = z.object({
  id: z.uuid(),
  platform: z.string(),
  account: z.string().describe('The platform’s own id.'),
  login: z.string(),
  displayName: z.string(),
  isPrimary: z.boolean().describe('The one they go by.'),
});

const exported = z.object({
  exportedAt: z.iso.datetime(),
  person: z.uuid(),
  tables: z.record(z.string(), z.array(z.unknown())).describe('Rows by table. Secrets are left out.'),
});

const naming = {
  isNamed: z.boolean().describe('Whether public pages of communities may name you, by any of your accounts.'),
};

const byId = z.object({ id: z.guid() });

/** `/api/v1/me`: a person's accounts, everything that is kept of them, and its end. */
export function ownRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/accounts',
      route({
        operationId: 'listOwnAccounts',
        summary: 'Lists the accounts that are yours.',
        access: 'person',
        tag: 'Me',
        answers: {
          200: { description: 'Your accounts, the one you go by first.', schema: z.object({ data: z.array(account) }) },
        },
      }),
      (c) => c.json({ data: requirePersonOf(c.get('api')).accounts }),
    )
    .put(
      '/accounts/:id/primary',
      route({
        operationId: 'choosePrimaryAccount',
        summary: 'Makes an account the one you go by.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'You go by it.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', byId),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        if (!(await choosePrimary(services, person, c.req.valid('param').id))) throw noAccount();
        return c.body(null, 204);
      },
    )
    .delete(
      '/accounts/:id',
      route({
        operationId: 'unlinkAccount',
        summary: 'Parts an account from you: it is nobody’s then, with what it brought.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'It is not yours any more.' } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', byId),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        const { id } = c.req.valid('param');
        if (!signedIn.accounts.some((own) => own.id === id)) throw noAccount();
        requireFresh(signedIn, c.get('api').now);
        if (!(await partFrom(services, signedIn.person, { account: id })))
          throw new WaddleError(
            'CONFLICT',
            'Without this account you could not sign in any more. Link another one first.',
          );
        return c.body(null, 204);
      },
    )
    .get(
      '/naming',
      route({
        operationId: 'getMyNaming',
        summary: 'Tells whether public pages may name you.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'What you chose; named, where you chose nothing.', schema: z.object(naming) } },
      }),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        return c.json({ isNamed: await isNamed(services, person) });
      },
    )
    .put(
      '/naming',
      route({
        operationId: 'chooseMyNaming',
        summary: 'Chooses whether public pages may name you, in all communities of this installation.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'It counts within ten seconds.', schema: z.object(naming) } },
      }),
      valid('json', z.strictObject(naming)),
      async (c) => {
        const { person } = requirePersonOf(c.get('api'));
        const { isNamed: named } = c.req.valid('json');
        await chooseNaming(services, person, named);
        return c.json({ isNamed: named });
      },
    )
    .get(
      '/export',
      route({
        operationId: 'exportMe',
        summary:
          'Gives you everything that is kept of you. Wants a proof of who you are that is ten minutes old at most.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'All rows that are yours.', schema: exported } },
      }),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        const tables = await exportPerson(services, signedIn.person);
        c.header('Content-Disposition', 'attachment; filename="waddlebot-export.json"');
        c.header('Cache-Control', 'no-store');
        return c.json({ exportedAt: new Date(c.get('api').now).toISOString(), person: signedIn.person, tables });
      },
    )
    .post(
      '/erase',
      route({
        operationId: 'eraseMe',
        summary: 'Erases you, at once and for good. Wants a proof of who you are that is ten minutes old at most.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'You are gone.' } },
        errors: ['CONFLICT'],
      }),
      valid(
        'json',
        z.strictObject({ confirm: z.literal('erase').describe('The word, so that nobody does it by mistake.') }),
      ),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        requireFresh(signedIn, c.get('api').now);
        await erasePerson(services, signedIn.person);
        return c.body(null, 204);
      },
    )
    .route('/link-codes', linkCodeRoutes(services))
    .route('/', mergeRoutes(services));
}

const noAccount = (): WaddleError =>
  new WaddleError('NOT_FOUND', 'You have no such account. GET /me/accounts lists yours.');
