import { Hono } from 'hono';
import { html } from 'hono/html';
import { v7 as uuidv7 } from 'uuid';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { hashOfToken } from '../../core/random.ts';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { returnPath } from '../sign-in/return-path.ts';
import { hashFor } from './by-password.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { letIn } from './let-in.ts';
import type { Local } from './local.ts';
import { signUp, signUpRule } from './logins.ts';
import { newName } from './names.ts';
import { newNameFields, newPasswordField } from './parts.ts';
import { newPassword } from './passwords.ts';

/** SHA-256 of the invite's token that a path leads to: the last part of it; null where it leads to none. */
async function inviteIn(path: string): Promise<string | null> {
  const [, token] = /^\/[^?#]*\/([A-Za-z0-9_-]{20,86})$/.exec(path) ?? [];
  return token === undefined ? null : hashOfToken(token);
}

/** `/auth/local/sign-up`: a name and a password of this installation's own. */
export function signUpPages(local: Local): Hono<AuthEnv> {
  async function show(c: AuthContext, shown: Shown & { readonly name?: string; readonly to: string }) {
    const { to, name, status } = shown;
    const rule = await signUpRule(local.db);
    if (rule === 'closed') throw closed();
    const body = html`${toldOf(shown)}
${rule === 'invited' && (await inviteIn(to)) === null ? html`<p class="told">New accounts need an invite here. Open the link that somebody gave you.</p>` : ''}
<form method="post" action="/auth/local/sign-up">${csrfInput(c)}<input type="hidden" name="to" value="${to}">
${newNameFields(name)}${newPasswordField()}<button>Make my account</button></form>
<p>Have one already? <a href="/auth/local/sign-in?${new URLSearchParams({ to })}">Sign in</a>.</p>
<p class="soft">There is no e-mail here, so nobody can send you a new password. Set up a passkey or an authenticator app afterwards.</p>`;
    return page(c, { title: 'Make an account', body }, status);
  }

  return new Hono<AuthEnv>()
    .get('/', (c) => show(c, { to: returnPath(c.req.query('to')) }))
    .post('/', async (c) => {
      const {
        name: typed,
        password: chosen,
        to: asked,
      } = formOf(c, { name: field.name, password: field.password, to: field.to });
      const to = returnPath(asked);
      return orAgain(
        c,
        async () => {
          if ((await signUpRule(local.db)) === 'closed') throw closed();
          const name = newName(typed);
          const passwordHash = await hashFor(local, c.get('network'), newPassword(chosen, name.name));
          const person = uuidv7() as PersonId;
          await signUp(
            local.db,
            person,
            { ...name, passwordHash },
            { now: local.now(), inviteHash: await inviteIn(to) },
          );
          return letIn(local, c, { person, method: 'password', to });
        },
        (shown) => show(c, { ...shown, name: typed, to }),
      );
    });
}

const closed = (): WaddleError =>
  new WaddleError('FORBIDDEN', 'Nobody can make an account here at the moment. Ask who runs this WaddleBot.');
