import { Hono } from 'hono';
import * as z from 'zod';
import { signUpRule } from '../auth/local/logins.ts';
import { OPERATORS_TURN } from '../auth/local/one-time-links.ts';
import { type SignUpRule, setSignUp } from '../auth/operators.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';

const access = 'operator';
const tag = 'Installation';

const settings = z.object({ signUp: z.enum(['open', 'invited', 'closed']) }).meta({ id: 'Installation' });

/** `/installation`: its own settings. */
export function installationRoutes(services: Services) {
  const { db, clock } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'getInstallation',
        summary: 'Shows the settings of this installation.',
        access,
        tag,
        answers: { 200: { description: 'The settings.', schema: settings } },
      }),
      async (c) => c.json({ signUp: await signUpRule(db) }),
    )
    .patch(
      '/',
      route({
        operationId: 'changeInstallation',
        summary: 'Says who may make an account: anybody, who was invited, nobody.',
        access,
        tag,
        answers: { 200: { description: 'The settings.', schema: settings } },
      }),
      valid('json', z.strictObject({ signUp: z.enum(['open', 'invited', 'closed']) })),
      async (c) => {
        const call = c.get('api') as Call;
        const statement = setSignUp(c.req.valid('json').signUp, call.actor, clock());
        const ran = await runOnce(
          services,
          'installation.change',
          await call.asking(null),
          null,
          [OPERATORS_TURN],
          statement,
        );
        if (ran.replayed) call.markReplayed();
        return c.json({ signUp: ran.outcome as SignUpRule });
      },
    );
}
