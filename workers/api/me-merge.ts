import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiCall, type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { PersonId } from '../core/ids.ts';
import { ROLES } from '../core/levels.ts';
import { confirmTyped, sidesOf } from '../people/link-codes.ts';
import { mergePersons } from '../people/merge.ts';
import { mergesOf } from '../people/own-accounts.ts';
import { previewMerge } from '../people/preview.ts';
import { readMergeProof } from '../people/proof.ts';
import { partFrom } from '../people/split.ts';
import type { Services } from '../router/services.ts';
import { requireFresh, requirePersonOf } from './fresh.ts';
import { namedAccount, noCode } from './me-link-codes.ts';

const side = z.object({
  displayName: z.string(),
  accounts: z.array(namedAccount),
  communities: z.array(z.object({ name: z.string(), role: z.enum(ROLES).nullable() })),
  counts: z.record(z.string(), z.number()).describe('Rows by table.'),
});

const preview = z.object({
  kept: side.describe('You.'),
  gone: side.describe('Who would become you.'),
  collides: z.object({
    communities: z.array(z.string()).describe('Where both are members: the stronger role counts.'),
    votes: z.number().describe('Quotes on which both voted: your vote counts.'),
    signIn: z.array(z.enum(['password', 'second-factor'])).describe('What of theirs does not work any more.'),
  }),
});

/** How the other side was proved: by a link code that was typed with one of its accounts, or by signing in as it. */
const proved = z.union([
  z.strictObject({ linkCode: z.guid().describe('The id of a code of yours that was typed.') }),
  z.strictObject({ proof: z.string().min(1).max(200).describe('What signing in as the other gave you.') }),
]);
type Proved = z.infer<typeof proved>;

const merge = z.object({
  id: z.uuid(),
  accounts: z.array(z.uuid()),
  displayName: z.string().nullable().describe('Who came; null where it was one account of nobody’s.'),
  createdAt: z.iso.datetime(),
});

/** `/me/merge` and `/me/merges`: two persons become one, and two again. */
export function mergeRoutes(services: Services) {
  /** @throws NOT_FOUND for what proves nothing */
  async function otherBy(call: ApiCall, by: Proved): Promise<PersonId> {
    const { person } = requirePersonOf(call);
    if ('proof' in by) {
      const other = await readMergeProof(services.settings.SESSION_SECRET, person, by.proof, call.now);
      if (other) return other;
      throw new WaddleError('NOT_FOUND', 'That proves nothing here, or not any more. Sign in as the other once more.');
    }
    const sides = await sidesOf(services, { person }, by.linkCode);
    if (!sides?.typer) throw noCode();
    return sides.typer;
  }

  return new Hono<ApiEnv>()
    .post(
      '/merge/preview',
      route({
        operationId: 'previewMerge',
        summary: 'Tells what it would mean to become one with somebody you proved to be, too. Nothing is changed.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'Both sides, and what collides.', schema: preview } },
        errors: ['NOT_FOUND'],
      }),
      valid('json', proved),
      async (c) => {
        const call = c.get('api');
        const { person } = requirePersonOf(call);
        const found = await previewMerge(services, { person, other: await otherBy(call, c.req.valid('json')) });
        if (!found) throw new WaddleError('NOT_FOUND', 'That person is not there any more.');
        return c.json(found);
      },
    )
    .post(
      '/merge',
      route({
        operationId: 'mergeMe',
        summary: 'Makes somebody you proved to be, too, one with you: what is theirs is yours, and their sessions end.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'You are one person.' } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('json', proved),
      async (c) => {
        const call = c.get('api');
        const signedIn = requirePersonOf(call);
        requireFresh(signedIn, call.now);
        const by = c.req.valid('json');
        const other = await otherBy(call, by);
        const { person } = signedIn;
        if ('linkCode' in by) {
          const decided = await confirmTyped(services, { person }, { id: by.linkCode, proved: true });
          if (decided.result === 'unseen')
            throw new WaddleError('CONFLICT', 'Look first who typed it: GET /me/link-codes.');
          if (decided.result !== 'joined') throw noCode();
        } else if (!(await mergePersons(services, { person, other })))
          throw new WaddleError('CONFLICT', 'Something changed in between, so nothing was merged. Begin again.');
        return c.body(null, 204);
      },
    )
    .get(
      '/merges',
      route({
        operationId: 'listMerges',
        summary: 'Lists what became you, and can be parted from you again.',
        access: 'person',
        tag: 'Me',
        answers: { 200: { description: 'The newest first.', schema: z.object({ data: z.array(merge) }) } },
      }),
      async (c) => c.json({ data: [...(await mergesOf(services, requirePersonOf(c.get('api')).person))] }),
    )
    .post(
      '/merges/:id/split',
      route({
        operationId: 'splitMerge',
        summary: 'Parts what became you: they are who they were, with what they brought. What came since stays yours.',
        access: 'person',
        tag: 'Me',
        answers: { 204: { description: 'They are themselves again.' } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', z.object({ id: z.guid() })),
      async (c) => {
        const signedIn = requirePersonOf(c.get('api'));
        const { id } = c.req.valid('param');
        const open = await mergesOf(services, signedIn.person);
        if (!open.some((one) => one.id === id))
          throw new WaddleError('NOT_FOUND', 'Nothing that became you has this id. GET /me/merges lists it.');
        requireFresh(signedIn, c.get('api').now);
        if (!(await partFrom(services, signedIn.person, { merge: id })))
          throw new WaddleError(
            'CONFLICT',
            'Without these accounts you could not sign in any more. Link another one first.',
          );
        return c.body(null, 204);
      },
    );
}
