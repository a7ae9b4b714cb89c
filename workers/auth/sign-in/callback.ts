import type { Context } from 'hono';
import { html } from 'hono/html';
import { WaddleError } from '../../core/errors.ts';
import { claimAccount } from '../../people/claim.ts';
import { countSecurity } from '../../router/security-counts.ts';
import type { Services } from '../../router/services.ts';
import { writeCookie } from '../cookies.ts';
import type { AuthEnv } from '../frame.ts';
import { mergeForm } from '../own/merge.ts';
import { type Markup, page } from '../page.ts';
import { ABSOLUTE_MS, deviceOf, rotateSession, startSession } from '../sessions.ts';
import { whoCameBack } from './exchange.ts';
import { type FailureReason, SignInFailure } from './failure.ts';
import { countReturn, noteFailure } from './limits.ts';
import { isConnected, personSigningIn, personWith, rememberAccount } from './persons.ts';
import type { Identity, Provider } from './provider.ts';
import { providerOf, titleOf } from './providers/index.ts';
import { isInvitePath } from './return-path.ts';
import { type CameBack, type Purpose, takeState } from './states.ts';
import { TOLD } from './words.ts';

type Ctx = Context<AuthEnv>;
/** Does what the consent was for, and says where to go then. */
type Finish = (services: Services, c: Ctx, back: CameBack, who: Proved) => Promise<string | Response>;
interface Proved {
  readonly provider: Provider;
  readonly identity: Identity;
}

/** Failures that look as if somebody tried something. */
const SUSPICIOUS: readonly FailureReason[] = ['state', 'code', 'proof', 'somebody-else'];
/** Where people start again. */
const AGAIN: Readonly<Record<Purpose, string>> = {
  'sign-in': '/auth/sign-in',
  'link-account': '/auth/account',
  prove: '/auth/prove',
};

/** `GET /auth/callback/:platform`: somebody comes back from a platform's consent page. */
export async function comeBack(services: Services, c: Ctx): Promise<Response> {
  await countReturn(services, c.get('network'));
  const provider = providerOf(c.req.param('platform') ?? '', services.settings);
  const { platform } = provider;
  const parameters = new URL(c.req.url).searchParams;
  const back = await takeState(services, parameters.get('state') ?? '', {
    platform,
    browser: c.get('browser'),
    person: c.get('signedIn')?.person ?? null,
  });
  try {
    if (!back) throw new SignInFailure('state', platform);
    const { identity, giveBack } = await whoCameBack(provider, services.settings, back.consent, parameters);
    services.behind(0, async () => {
      if (!(await isConnected(services.db, platform, identity.account))) await giveBack();
    });
    const next = await FINISH[back.purpose](services, c, back, { provider, identity });
    return typeof next === 'string' ? c.redirect(next, 303) : next;
  } catch (error) {
    if (error instanceof SignInFailure) return failed(services, c, error, back);
    throw error;
  }
}

const FINISH: Readonly<Record<Purpose, Finish>> = {
  async 'sign-in'(services, c, { returnTo }, { provider: { platform }, identity }) {
    const { db } = services;
    const now = services.clock();
    const { person, signUp } = await personSigningIn(db, {
      platform,
      identity,
      invited: isInvitePath(returnTo),
      now,
    });
    if (person === null) throw new SignInFailure(signUp === 'closed' ? 'sign-up-closed' : 'sign-up-invited', platform);
    const device = deviceOf(c.req.header('user-agent'));
    const replaces = c.get('sessionToken') ?? undefined;
    keepSignedIn(services, c, await startSession(db, { person, method: platform, device, replaces }, now));
    return returnTo;
  },

  async 'link-account'(services, c, { returnTo }, { provider: { platform, title }, identity }) {
    const { person } = signedInAs(c);
    const { id } = await rememberAccount(services.db, platform, identity, services.clock());
    const { result, other } = await claimAccount(services, { person, accountId: id });
    if (result === 'other-person' && other)
      return somebodyElses(c, title, identity, await mergeForm(services, c, { person, other }));
    // What the account may in communities they may now, too.
    if (result === 'joined') await renew(services, c, false);
    return `${returnTo}?said=${result === 'joined' ? 'linked' : 'own-already'}`;
  },

  async prove(services, c, { returnTo }, { provider: { platform }, identity }) {
    const { person } = signedInAs(c);
    if ((await personWith(services.db, platform, identity.account)) !== person)
      throw new SignInFailure('somebody-else', platform);
    await renew(services, c, true);
    return returnTo;
  },
};

/** Who is signed in; `takeState` gives what somebody had asked for to nobody else. */
function signedInAs(c: Ctx) {
  const signedIn = c.get('signedIn');
  if (!signedIn) throw sessionEnded();
  return signedIn;
}

const sessionEnded = (): WaddleError => new WaddleError('UNAUTHENTICATED', 'Your session has ended. Sign in again.');

async function renew(services: Services, c: Ctx, proved: boolean): Promise<void> {
  const token = await rotateSession(services.db, c.get('sessionToken') ?? '', { proved, now: services.clock() });
  if (token === null) throw sessionEnded();
  keepSignedIn(services, c, token);
}

const keepSignedIn = ({ settings: { PUBLIC_URL: publicUrl } }: Services, c: Ctx, token: string): void =>
  writeCookie(c, 'session', token, { publicUrl, maxAgeSeconds: ABSOLUTE_MS / 1000 });

async function failed(services: Services, c: Ctx, failure: SignInFailure, back: CameBack | null): Promise<Response> {
  const { reason, platform } = failure;
  services.log(reason === 'refused' ? 'error' : 'warn', 'sign-in.failed', { platform, reason });
  if (SUSPICIOUS.includes(reason))
    await Promise.all([noteFailure(services, c.get('network')), countSecurity(services, 'sign-in-failed')]);
  const { status, title, text } = TOLD[reason];
  const at = AGAIN[back?.purpose ?? 'sign-in'];
  const again = back && at !== '/auth/account' ? `${at}?${new URLSearchParams({ to: back.returnTo })}` : at;
  const body = html`<p class="told bad" role="alert">${text(titleOf(platform ?? ''))}</p>
<a class="button" href="${again}">Start again</a>
<p class="soft">Request ${c.get('requestId')}</p>`;
  return page(c, { title, body }, status);
}

/** An account that another person has shown to be theirs is not taken from them by a click. */
function somebodyElses(
  c: Ctx,
  title: string,
  { displayName }: Identity,
  joining: Markup,
): Response | Promise<Response> {
  const body = html`<p class="told bad" role="alert">${title} says that you are <strong>${displayName}</strong> there, and that account belongs to another person here already. Nothing was changed.</p>
<p>If both are you, you have signed in here twice with different accounts. If it is not you, somebody else is signed in to ${title} in this browser.</p>
${joining}
<a class="button" href="/hub/account">Your account</a>`;
  return page(c, { title: 'Somebody else’s account', body }, 409);
}
