import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { Limited, WaddleError } from '../../core/errors.ts';
import type { NamedAccount } from '../../core/people.ts';
import { isFresh } from '../../core/signed-in.ts';
import { CODE_FOR_MS } from '../../people/codes.ts';
import { askForCode, codesOf, confirmTyped, noteShown, refuseTyped, type SeenCode } from '../../people/link-codes.ts';
import type { Services } from '../../router/services.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, type Markup, page } from '../page.ts';
import { readForm } from '../sign-in/form.ts';
import { titleOf } from '../sign-in/providers/index.ts';

type C = Context<AuthEnv>;
const HERE = '/auth/account/codes';
const nothing = z.strictObject({});
const byId = z.strictObject({ id: z.guid() });

const named = ({ platform, displayName, login }: NamedAccount): string =>
  `${displayName}${login.toLowerCase() === displayName.toLowerCase() ? '' : ` (${login})`} on ${titleOf(platform)}`;

/** `/auth/account/codes`: a code that is typed in chat with another account, and whether who typed it is the same person. */
export function codePages(services: Services): Hono<AuthEnv> {
  return new Hono<AuthEnv>()
    .get('/', (c) => show(services, c, null))
    .post('/', async (c) => {
      const { person } = requireSignedIn(c);
      readForm(c, nothing);
      const asked = await askForCode(services, { person }, crypto.randomUUID());
      if (asked.result === 'limited')
        throw new Limited('You asked for many codes. Wait ten minutes, then ask again.', CODE_FOR_MS);
      return show(services, c, asked.code);
    })
    .post('/confirm', async (c) => {
      const signedIn = requireSignedIn(c);
      const { id } = readForm(c, byId);
      const proved = isFresh(signedIn, services.clock());
      const { result } = await confirmTyped(services, { person: signedIn.person }, { id, proved });
      if (result === 'joined') return c.redirect('/auth/account?said=linked', 303);
      if (result === 'hub') return c.redirect(`/auth/prove?${new URLSearchParams({ to: HERE })}`, 303);
      throw new WaddleError('CONFLICT', 'That code waits for no answer any more. Ask for another one.');
    })
    .post('/refuse', async (c) => {
      const { person } = requireSignedIn(c);
      const { id } = readForm(c, byId);
      await refuseTyped(services, { person }, id);
      return c.redirect(HERE, 303);
    });
}

async function show(services: Services, c: C, code: string | null): Promise<Response> {
  const { person } = requireSignedIn(c);
  const codes = await codesOf(services, { person });
  const waiting = codes.filter(({ status }) => status === 'typed' || status === 'shown');
  await noteShown(
    services,
    { person },
    waiting.map(({ id }) => id),
  );
  const body = html`${waiting.map((seen) => question(c, seen))}
${code === null ? '' : fresh(code)}
<p class="soft">With a code you show that an account on another platform is yours, without signing in there: you type it in chat, and say here that it was you.</p>
<form method="post" action="${HERE}">${csrfInput(c)}<button class="${code === null ? '' : 'other'}">${code === null ? 'Get a code' : 'Get another code'}</button></form>
<a class="button other" href="${HERE}">Look whether somebody typed it</a>
<p><a href="/hub/account">Your account</a></p>`;
  return page(c, { title: 'Link by a code', body });
}

const fresh = (
  code: string,
): Markup => html`<div class="told" role="status"><p>Type this in chat within ten minutes, with your other account:</p>
<p><code>!link ${code}</code></p><p class="soft">It counts once, and links nothing until you have said here that it was you.</p></div>`;

const question = (c: C, { id, typedBy, others }: SeenCode): Markup => html`<div class="told" role="status">
<p><strong>${typedBy ? named(typedBy) : 'Somebody'}</strong> typed your code.${others.length > 0 ? ` With them come ${others.map(named).join(', ')}.` : ''} Is that you?</p>
<form method="post" action="${HERE}/confirm">${csrfInput(c)}<input type="hidden" name="id" value="${id}"><button>Yes, that is me</button></form>
<form method="post" action="${HERE}/refuse">${csrfInput(c)}<input type="hidden" name="id" value="${id}"><button class="bad">No, that is somebody else</button></form></div>`;
