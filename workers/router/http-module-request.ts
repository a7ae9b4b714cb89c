import { toHex, utf8 } from '../core/bytes.ts';
import type { ChatEvent } from '../core/events.ts';
import type { Invocation } from '../core/invocation.ts';
import { signWebhook, webhookHmac } from '../core/standard-webhooks.ts';
import type { PublicFetch } from '../net/fetch-public.ts';
import type { ModuleAnswer } from './http-module-answer.ts';
import { readAnswer } from './http-module-answer.ts';
import type { Services } from './services.ts';

/** How long one try may take, ms, and how many there are: all of them are over before a request's own time is. */
const TRY_FOR_MS = 5_000;
export const TRIES = 3;
/** The first wait between two tries is at most this long, ms; each further one may be twice as long. */
const FIRST_WAIT_MS = 500;
/** A module that wants to be asked later than this is not asked again, ms. */
const LONGEST_WAIT_MS = 5_000;
/** How long an answer may be promised for, ms. */
export const PROMISED_FOR_MS = 3_600_000;

export type Wait = (ms: number) => Promise<void>;

/** Who is called and who signs. */
export interface Called {
  readonly url: string;
  readonly secret: string;
}

/** The id of a call, the same for every try and every run: an invocation's own may hold anything that platforms think of. */
export async function callIdOf({ id }: Pick<Invocation, 'id'>): Promise<string> {
  return `inv_${toHex(await crypto.subtle.digest('SHA-256', utf8(id))).slice(0, 32)}`;
}

/**
 * Where the answer to an invocation may be handed in later: the same for every run, and told to nobody but the module, whose
 * secret it comes from.
 */
export async function sessionIdOf(secret: string, { id }: Pick<Invocation, 'id'>): Promise<string> {
  const bytes = (await webhookHmac(secret, utf8(`promised ${id}`))).slice(0, 16);
  // RFC 9562 §5.8: an id of our own making.
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** What a module is told of who asks what and where. */
export function bodyOf(
  invocation: Invocation,
  { id, sessionId, now, test }: { readonly id: string; readonly sessionId: string; readonly now: number; test?: true },
  publicUrl: string,
): string {
  const { community, event, prefix, args } = invocation;
  const { author }: ChatEvent = event;
  return JSON.stringify({
    type: 'invocation',
    id,
    ...(test ? { test } : {}),
    at: new Date(event.at).toISOString(),
    community: {
      id: community.id,
      slug: community.slug,
      name: community.name,
      language: community.language,
      zone: community.zone,
    },
    platform: event.platform,
    channel: event.channel,
    room: event.room,
    command: invocation.name ?? invocation.command,
    prefix,
    args,
    text: event.text,
    actor: {
      platform: event.platform,
      account: author.account,
      login: author.login,
      displayName: author.displayName,
      level: author.level,
    },
    respond: {
      url: new URL('/api/v1/router/responses', publicUrl).href,
      sessionId,
      expiresAt: new Date(now + PROMISED_FOR_MS).toISOString(),
    },
  });
}

/** What a call came to, after all its tries. */
export interface Made {
  readonly answer: ModuleAnswer;
  /** Of the last try; null where nothing came. */
  readonly status: number | null;
  /** Whether the host is there, whatever it thinks of the request. */
  readonly outcome: 'answered' | 'failed';
}

/** A failure of the host or of the way to it: another try may come to something else, and many in a row say that it is away. */
function isFailure(fetched: PublicFetch): boolean {
  if (fetched.ok) return fetched.status >= 500;
  return ['timeout', 'unreachable', 'unknown-host', 'resolver'].includes(fetched.reason);
}

/** How long to wait before try `tried + 1`, ms; null where there is no point in one. Full jitter. */
function waitAfter(fetched: PublicFetch, tried: number, { clock, random }: Pick<Services, 'clock' | 'random'>) {
  const isBusy = fetched.ok && (fetched.status === 429 || fetched.status === 503);
  if (!isBusy && !isFailure(fetched)) return null;
  const asked = isBusy ? retryAfterMs(fetched as AnsweredFetch, clock()) : null;
  if (asked !== null) return asked <= LONGEST_WAIT_MS ? asked : null;
  return random() * FIRST_WAIT_MS * 2 ** (tried - 1);
}

type AnsweredFetch = Extract<PublicFetch, { readonly ok: true }>;

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfterMs({ retryAfter }: AnsweredFetch, now: number): number | null {
  if (retryAfter === undefined) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Posts a body to a module, again where that may help, under the same id and signed anew each time. Never throws for what the module does. */
export async function post(
  services: Pick<Services, 'clock' | 'random' | 'fetchPublic'>,
  { url, secret }: Called,
  call: { readonly id: string; readonly body: string; readonly tries: number },
  wait: Wait,
): Promise<Made> {
  for (let tried = 1; ; tried++) {
    const signed = await signWebhook(secret, { id: call.id, at: services.clock() }, call.body);
    const fetched = await services.fetchPublic(url, {
      method: 'POST',
      headers: { ...signed, 'content-type': 'application/json' },
      body: call.body,
      accept: 'application/json, text/plain',
      timeoutMs: TRY_FOR_MS,
    });
    const waitMs = tried < call.tries ? waitAfter(fetched, tried, services) : null;
    if (waitMs === null) {
      const outcome = isFailure(fetched) ? 'failed' : 'answered';
      return { answer: readAnswer(fetched), status: fetched.ok ? fetched.status : null, outcome };
    }
    await wait(waitMs);
  }
}
