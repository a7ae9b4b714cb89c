import { zValidator } from '@hono/zod-validator';
import type { Context, MiddlewareHandler, Next, ValidationTargets } from 'hono';
import * as z from 'zod';
import type { Actor } from './actors.ts';
import type { ErrorCode } from './errors.ts';
import { InvalidInput, WaddleError } from './errors.ts';
import type { CommunityId, Platform } from './ids.ts';
import type { VerbCtx } from './modules.ts';
import type { Area } from './rights.ts';
import type { SignedIn } from './signed-in.ts';

/** What a scoped key may be allowed, in the words its maker reads. */
export const SCOPES = {
  'channels:read': 'See linked channels, their health and what was refused there.',
  'channels:write': 'Link, repair and unlink channels.',
  'communities:read': 'See communities and their settings.',
  'communities:write': 'Change communities’ settings.',
  'members:read': 'See who belongs to communities, who wants to, and who is banned.',
  'members:write': 'Accept, invite and ban members.',
  'roles:read': 'See who has which role.',
  'roles:write': 'Give and take roles, which raise people in chat.',
  'audit:read': 'See who changed what.',
  'commands:read': 'See commands, how often they are used, and their history.',
  'commands:write': 'Add, change and remove commands.',
  'memories:read': 'See quotes, bookmarks and reminders.',
  'memories:write': 'Add, change and remove quotes, bookmarks and reminders.',
  'events:write': 'Bring events, as anybody at the level everyone.',
  'events:actor': 'Bring events and act for persons at the level the platform gives them.',
  'responses:read': 'Read what commands answered.',
  'responses:write': 'Answer for commands.',
  'feed:read': 'Watch the live feed: what is said, run and answered, as it happens.',
} as const;
export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];

/**
 * `operator`: only who runs this installation. `person`: whoever is signed in, for what is their own. `ownership`, `keys`,
 * `operations`: a community's people with that right. `letters`: those who have the right `operations`, for their community, and
 * who runs this installation, for all. No scoped key is enough for any of these.
 */
export type Access = Scope | 'operator' | 'person' | 'ownership' | 'keys' | 'operations' | 'letters';

/** Where a caller may go at all; null: everywhere. */
export interface Reach {
  readonly communities: readonly CommunityId[] | null;
  readonly platforms: readonly Platform[] | null;
}

/** One call of the admin API after its caller is known. */
export interface ApiCall {
  /**
   * Who calls, for what belongs to no community; the person spoken for has no level here, as levels are a community's.
   * @throws INVALID where somebody is spoken for whom WaddleBot does not know.
   */
  readonly actor: Actor;
  readonly reach: Reach;
  /** Who is signed in; null where a program calls. */
  readonly signedIn: SignedIn | null;
  /** ms since epoch. */
  readonly now: number;
  /** @throws FORBIDDEN where the caller's key does not allow it. */
  require(access: Access, area?: Area): void;
  may(access: Access): boolean;
  /** Whether the caller may do this in a community that it reaches: a person by their role there, a program by its scopes. */
  allows(community: CommunityId, access: Access, area?: Area): boolean;
  /** @throws FORBIDDEN where the caller's key is bound to other platforms. */
  requirePlatform(platform: Platform): void;
  /** Whether what belongs to a community is in reach. @throws FORBIDDEN where it is, and the caller's role there does not allow this */
  reaches(community: CommunityId): boolean;
  /**
   * What verbs work with in a community (id or slug) this caller may reach.
   * @throws NOT_FOUND for one that is not there and for one that is another's: nobody learns which.
   */
  in(community: string): Promise<VerbCtx>;
}

export interface ApiEnv {
  Variables: { readonly requestId: string; readonly api: ApiCall };
}

export interface Answer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** The media type of a file, which is answered as it is read and kept by nobody; JSON where it is left out. */
  readonly media?: string;
}

/** What a route promises: the OpenAPI document, the access it needs and the matrix of bad callers all come from it. */
export interface Contract {
  /** Unique; names the operation in generated clients: `addCommand`. */
  readonly operationId: string;
  readonly summary: string;
  readonly access: Access;
  /** Where persons find it in the hub, where that is not the area of the scope. */
  readonly area?: Area;
  readonly tag: string;
  /** The media type of a file that it takes as its body. */
  readonly takes?: string;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Whether it can be asked for on the condition that what it changes is still as it was seen (`If-Match`). */
  readonly ifMatch?: true;
  /** Failures of its own, besides those that every route has. */
  readonly errors?: readonly ErrorCode[];
}

export interface Input {
  readonly target: keyof ValidationTargets;
  readonly schema: z.ZodType;
}

const contracts = new WeakMap<object, Contract>();
const inputs = new WeakMap<object, Input>();
export const contractOf = (handler: object): Contract | undefined => contracts.get(handler);
export const inputOf = (handler: object): Input | undefined => inputs.get(handler);

/**
 * Stands first in every route of the admin API: says what the route promises and lets only those in who may.
 * @example app.get('/:communityId', route({ operationId: 'listCommands', … }), valid('query', filters), async (c) => …)
 */
export function route(contract: Contract): MiddlewareHandler<ApiEnv> {
  async function authorize(c: Context<ApiEnv>, next: Next): Promise<void> {
    c.get('api').require(contract.access, contract.area);
    await next();
  }
  contracts.set(authorize, contract);
  return authorize;
}

/** Names under which bodies claim who acts or what they may; a field that a route does declare is a field like any other. */
const CLAIMS =
  /^(?:(?:user|account|member|person|actor|author|caller|sender)(?:_?(?:id|name|login))?|roles?|levels?|badges|permissions|scopes?|(?:is_?)?(?:mod|moderator|admin|owner|broadcaster|vip|subscriber)|on_?behalf_?of)$/i;

type FoundIssue = z.core.$ZodIssue;

/** Told at once; who has more to mend hears of the rest next time. */
const MOST_ISSUES = 20;

type ToldIssue = Pick<FoundIssue, 'path' | 'message'>;

/** An issue for each field that is none, so that it is told by its own place; of a choice, those of what comes nearest. */
function byField(issues: readonly FoundIssue[]): readonly ToldIssue[] {
  return issues.flatMap((issue): readonly ToldIssue[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...issue.path, key.slice(0, 100)], message: nothingHere(key) }));
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const [nearest = []] = issue.errors.map(byField).toSorted((one, other) => one.length - other.length);
    return nearest.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  });
}

const nothingHere = (key: string): string =>
  CLAIMS.test(key)
    ? 'Leave it out: who acts is said by the key and the header X-On-Behalf-Of, and what they may by their platform, never by the request.'
    : 'There is no such field here. Leave it out.';

/** RFC 6838 names, as Hono's validator reads them. */
const isJson = (contentType = ''): boolean =>
  /^application\/(?:[\w.-]+\+)?json$/i.test(contentType.split(';', 1)[0]?.trim() ?? '');

/** Checks a part of the request by a schema, and tells what is wrong by its place. */
export function valid<Schema extends z.ZodType, Target extends 'json' | 'query' | 'param'>(
  target: Target,
  schema: Schema,
) {
  const check = zValidator(target, schema, (result, c) => {
    if (target === 'json' && !isJson(c.req.header('content-type')))
      throw new WaddleError('INVALID', 'Send JSON, with the header Content-Type: application/json.');
    if (!result.success) throw new InvalidInput(target, byField(result.error.issues).slice(0, MOST_ISSUES));
  });
  inputs.set(check, { target, schema });
  return check;
}

/** `:communityId` takes id or slug. */
export const inCommunity = z.object({ communityId: z.string().min(1).max(100) });

/** How lists are asked for page by page. */
export const paging = {
  cursor: z.string().max(500).optional().describe('Where the page before ended: its `next`.'),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Rows of a page.'),
};

export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), next: z.string().nullable().describe('Cursor of the next page; null at the end.') });

const encodeCursor = (position: unknown): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(position))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** @throws INVALID for what no page ever said. */
export function decodeCursor<Schema extends z.ZodType>(cursor: string, schema: Schema): z.infer<Schema> {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new WaddleError('INVALID', 'That cursor is none of ours. Leave it out to begin with the first page.');
  }
}

/** A page out of rows of which one more than asked for was read, with the cursor of its last. */
export function page<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => unknown) {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}
