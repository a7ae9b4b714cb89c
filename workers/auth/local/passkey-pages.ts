import { Hono } from 'hono';
import type { AuthEnv } from '../frame.ts';
import { field, formOf } from './forms.ts';
import { requireFresh } from './let-in.ts';
import type { Local } from './local.ts';
import { passkeyId, passkeyName } from './passkey-fields.ts';
import { addPasskey, creationOptions, removePasskey, renamePasskey } from './passkeys.ts';

/** `/auth/local/passkeys`: makes, renames and removes them. */
export function passkeyPages(local: Local): Hono<AuthEnv> {
  return new Hono<AuthEnv>()
    .post('/options', async (c) => c.json(await creationOptions(local, requireFresh(local, c), c.get('browser'))))
    .post('/', async (c) => {
      const signedIn = requireFresh(local, c);
      const { credential, name } = formOf(c, { credential: field.credential, name: passkeyName });
      await addPasskey(local, signedIn, c.get('browser'), { sent: credential, name });
      return c.redirect('/auth/local?done=passkey', 303);
    })
    .post('/rename', async (c) => {
      const { person } = requireFresh(local, c);
      const { id, name } = formOf(c, { id: passkeyId, name: passkeyName });
      await renamePasskey(local, person, id, name);
      return c.redirect('/auth/local?done=renamed', 303);
    })
    .post('/remove', async (c) => {
      const { person } = requireFresh(local, c);
      const { id } = formOf(c, { id: passkeyId });
      await removePasskey(local, person, id);
      return c.redirect('/auth/local?done=removed', 303);
    });
}
