import type { Answer, Route, StandInRequest } from '../routes.ts';
import { readArguments, slackError, text } from './args.ts';
import type { Install, SlackTeam, Tokens } from './oauth.ts';
import { paged, SCOPE_OF_TYPE, typesOf } from './reads.ts';
import type { Writer } from './writes.ts';

interface Method {
  /** Those that it takes with these arguments. */
  scopes?(args: Record<string, unknown>): readonly string[];
  /** Whether JSON bodies are read. */
  json: boolean;
  /** The error with a token of another workspace, where nothing of this one is to be found. */
  elsewhere?: string;
  /** Whether it is about one workspace, which a token of an organisation has to name (Slack: organization-wide apps). */
  perWorkspace?: boolean;
  run(args: Record<string, unknown>, team: SlackTeam, token: string): Answer;
}

/** The workspace that is meant, or the refusal; a workspace's own token means its own, whatever it names. */
function workspaceOf({ team, workspaces }: Install, args: Record<string, unknown>): SlackTeam | Answer {
  if (!workspaces) return team;
  const named = text(args, 'team_id');
  if (!named) return slackError('missing_argument', { arg: 'team_id' });
  return workspaces.find(({ id }) => id === named) ?? slackError('team_access_not_granted');
}

export interface WebApiParts {
  tokens: Tokens;
  writer: Writer;
  reads: Record<string, (args: Record<string, unknown>) => Answer>;
  teamId: string;
  /** The body of auth.test. */
  identity(team: SlackTeam): Record<string, unknown>;
}

/** This one's channels are the only ones that are stood in for. */
const NO_CHANNELS: Answer = { json: { ok: true, channels: [], response_metadata: { next_cursor: '' } } };

/** Checks token and scope, then runs the method, in the order in which Slack refuses. */
function call(parts: WebApiParts, method: Method, request: StandInRequest): Answer {
  if (request.reject?.slackError) return slackError(request.reject.slackError);
  const read = readArguments(request, method.json);
  if (!('args' in read)) return read;
  const install = parts.tokens.check(read.token);
  if (typeof install === 'string') return slackError(install);
  const { scopes, workspaces } = install;
  const needed = method.scopes?.(read.args).find((scope) => !scopes.includes(scope));
  if (needed !== undefined) return slackError('missing_scope', { needed, provided: scopes.join(',') });
  const team = method.perWorkspace ? workspaceOf(install, read.args) : install.team;
  if (!('id' in team)) return team;
  const opened = method.perWorkspace || !workspaces ? [team] : workspaces;
  if (method.elsewhere && !opened.some(({ id }) => id === parts.teamId)) {
    return method.perWorkspace ? NO_CHANNELS : slackError(method.elsewhere);
  }
  const answer = method.run(read.args, team, read.token ?? '');
  const body = answer.json as Record<string, unknown>;
  if (!read.warning) return answer;
  return { ...answer, json: { ...body, warning: read.warning, response_metadata: { warnings: [read.warning] } } };
}

/** The Web API under `/api`, a route per method (GET and POST); faults name the method, or `send` for chat.postMessage. */
export function webApiRoutes(parts: WebApiParts): Route[] {
  const { tokens, writer, reads } = parts;
  const scopes: Record<string, Method['scopes']> = {
    'users.info': () => ['users:read'],
    'conversations.info': () => ['channels:read'],
    'conversations.list': (args) => typesOf(args).flatMap((type) => SCOPE_OF_TYPE[type] ?? []),
  };
  const writing = { scopes: () => ['chat:write'], json: true, elsewhere: 'channel_not_found' };
  const methods: Record<string, Method> = {
    'auth.test': { json: true, run: (_, team) => ({ json: { ok: true, ...parts.identity(team) } }) },
    'auth.teams.list': {
      json: false,
      run(args, team, token) {
        const install = tokens.check(token);
        const found = paged((typeof install === 'string' ? undefined : install.workspaces) ?? [team], args);
        if (!('rows' in found)) return found;
        const teams = found.rows.map(({ id, name }) => ({ id, name: name ?? id }));
        return { json: { ok: true, teams, response_metadata: { next_cursor: found.next } } };
      },
    },
    'auth.revoke': {
      json: true,
      run(_, __, token) {
        tokens.revoke(token);
        return { json: { ok: true, revoked: true } };
      },
    },
    'chat.postMessage': { ...writing, run: (args) => writer.postMessage(args) },
    'chat.update': { ...writing, run: (args) => writer.update(args) },
    'chat.postEphemeral': { ...writing, run: (args) => writer.postEphemeral(args) },
  };
  for (const [name, run] of Object.entries(reads)) {
    const elsewhere = name === 'users.info' ? 'user_not_found' : 'channel_not_found';
    const perWorkspace = name === 'conversations.list';
    methods[name] = { scopes: scopes[name] ?? (() => ['channels:history']), json: false, elsewhere, perWorkspace, run };
  }
  const routes: Route[] = Object.entries(methods).flatMap(([name, method]) =>
    (['POST', 'GET'] as const).map((verb) => ({
      method: verb,
      path: `/api/${name}`,
      op: name,
      aliases: name === 'chat.postMessage' ? ['send'] : [],
      handle: (request) => call(parts, method, request),
    })),
  );
  routes.push({
    method: 'POST',
    path: '/api/oauth.v2.access',
    op: 'oauth.v2.access',
    aliases: ['token'],
    handle(request) {
      if (request.reject?.slackError) return slackError(request.reject.slackError);
      const read = readArguments(request, false);
      return 'args' in read ? tokens.exchange(read.args, request.headers.authorization) : read;
    },
  });
  return routes;
}
