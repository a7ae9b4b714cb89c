import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { isFresh } from '../../core/signed-in.ts';
import { mergePersons } from '../../people/merge.ts';
import { previewMerge, type SideOfMerge } from '../../people/preview.ts';
import { mergeProof, readMergeProof } from '../../people/proof.ts';
import type { Services } from '../../router/services.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, type Markup, page } from '../page.ts';
import { readForm } from '../sign-in/form.ts';
import { titleOf } from '../sign-in/providers/index.ts';

type C = Context<AuthEnv>;
const HERE = '/auth/account/merge';
const asked = z.strictObject({ proof: z.string().min(1).max(200), confirm: z.literal('yes').optional() });

/** The form with which somebody who has just signed in as another person, too, says that both are them. */
export async function mergeForm(
  { settings, clock }: Pick<Services, 'settings' | 'clock'>,
  c: C,
  both: { readonly person: PersonId; readonly other: PersonId },
): Promise<Markup> {
  const proof = await mergeProof(settings.SESSION_SECRET, both, clock());
  return html`<form method="post" action="${HERE}">${csrfInput(c)}<input type="hidden" name="proof" value="${proof}"><button class="other">Both are me: see what joining them means</button></form>`;
}

/** `/auth/account/merge`: two persons become one, once whoever is both has seen what that means. */
export function mergePages(services: Services): Hono<AuthEnv> {
  return new Hono<AuthEnv>().post('/', async (c) => {
    const signedIn = requireSignedIn(c);
    const { proof, confirm } = readForm(c, asked);
    const now = services.clock();
    const { person } = signedIn;
    const other = await readMergeProof(services.settings.SESSION_SECRET, person, proof, now);
    if (other === null)
      throw new WaddleError('NOT_FOUND', 'That proves nothing here, or not any more. Add the account once more.');
    if (confirm === undefined) return preview(services, c, { person, other, proof });
    if (!isFresh(signedIn, now)) return c.redirect('/auth/prove?to=/auth/account', 303);
    if ((await mergePersons(services, { person, other })) === null)
      throw new WaddleError(
        'CONFLICT',
        'Something changed in between, so nothing was joined. Add the account once more.',
      );
    return c.redirect('/auth/account?said=merged', 303);
  });
}

async function preview(
  services: Services,
  c: C,
  { person, other, proof }: { readonly person: PersonId; readonly other: PersonId; readonly proof: string },
): Promise<Response> {
  const shown = await previewMerge(services, { person, other });
  if (!shown) throw new WaddleError('NOT_FOUND', 'One of the two is not there any more. Look at your account.');
  const { communities, votes, signIn } = shown.collides;
  const body = html`<p>You stay, and this becomes yours:</p>
${side(shown.gone)}
<h2>Where both did something</h2>
<ul>
${communities.length > 0 ? html`<li>In ${communities.join(', ')} you are both: of two roles the stronger counts, of two time zones yours.</li>` : ''}
${votes > 0 ? html`<li>On ${votes} quotes both voted: your vote counts.</li>` : ''}
${signIn.map((what) => html`<li>Their ${what === 'password' ? 'name and password' : 'second factor'} works no more; yours does.</li>`)}
<li>They are signed out everywhere.</li>
</ul>
<p class="soft">You can part the two again later.</p>
<form method="post" action="${HERE}">${csrfInput(c)}<input type="hidden" name="proof" value="${proof}"><input type="hidden" name="confirm" value="yes"><button>Join them</button></form>
<a class="button other" href="/hub/account">Leave everything as it is</a>`;
  return page(c, { title: 'Join two persons', body });
}

function side({ displayName, accounts, communities }: SideOfMerge): Markup {
  return html`<ul class="list"><li><strong>${displayName}</strong><br><span class="soft">${accounts.map(({ platform, displayName: name }) => `${name} on ${titleOf(platform)}`).join(', ')}</span></li>
${communities.map(({ name, role }) => html`<li>${name}<br><span class="soft">${role ?? 'member of chat'}</span></li>`)}</ul>`;
}
