import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { invalidForm, plainError, refuse } from './errors.ts';
import { type BucketKind, cloudflareClient, type RateLimits } from './limits.ts';

/** A request that passed the guards, its JSON body read. */
export interface RestCall {
  params: Record<string, string>;
  query: URLSearchParams;
  headers: StandInRequest['headers'];
  body: unknown;
}

/** One REST operation; `auth` is `bot` unless given, `major` names the path parameter that splits its bucket. */
export interface Operation {
  method: Route['method'];
  /** Under `/api/v10`. */
  path: string;
  op: string;
  aliases?: readonly string[];
  auth?: 'bot' | 'none';
  bucket?: BucketKind;
  major?: string;
  handle(call: RestCall): Answer;
}

export interface RestGuards {
  limits: RateLimits;
  botToken(): string;
}

// Discord: API reference, user agent; anything else may be refused by Cloudflare.
const USER_AGENT = /^DiscordBot \(\S+, ?[^)\s]+\)/;
const BODY_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

function unreadable({ headers, body }: StandInRequest): Answer | undefined {
  if (body === '') return undefined;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!BODY_TYPES.includes(type)) {
    const expected = BODY_TYPES.map((name) => `'${name}'`).join(', ');
    const message = `Expected "Content-Type" header to be one of {${expected}}.`;
    return invalidForm([{ path: [], code: 'CONTENT_TYPE_INVALID', message }]);
  }
  return parseJson(body) === undefined ? refuse(50109) : undefined;
}

/** Puts an operation behind Discord's guards: address block, User-Agent, token, limits, readable body. */
export function guarded(operation: Operation, { limits, botToken }: RestGuards): Route {
  const { method, path, op, aliases, auth = 'bot', bucket = 'others', major } = operation;

  function answer(request: StandInRequest): Answer {
    if (!USER_AGENT.test(request.headers['user-agent'] ?? '')) return cloudflareClient();
    // Discord: interaction endpoints are not bound to the bot's global limit.
    if (auth === 'bot') {
      if (request.headers.authorization !== `Bot ${botToken()}`) return plainError(401, 'Unauthorized');
      const global = limits.global();
      if (global) return global;
    }
    const { headers, refusal } = limits.route(bucket, op, major === undefined ? '' : (request.params[major] ?? ''));
    if (refusal) return refusal;
    const unread = unreadable(request);
    const { params, query } = request;
    const given =
      unread ?? operation.handle({ params, query, headers: request.headers, body: parseJson(request.body) });
    return { ...given, headers: { ...headers, ...given.headers } };
  }

  return {
    method,
    path: `/api/v10${path}`,
    op,
    aliases,
    handle(request) {
      const blocked = limits.blocked(op);
      if (blocked) return blocked;
      const given = answer(request);
      limits.count(given);
      return given;
    },
  };
}
