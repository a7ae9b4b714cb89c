import { STATUS_CODES } from 'node:http';
import type { Answer, StandInRequest } from '../routes.ts';

/** An error of the Helix API: `{error, status, message}`. */
export function helixError(status: number, message: string, headers?: Record<string, string>): Answer {
  return { status, headers, json: { error: STATUS_CODES[status] ?? 'Error', status, message } };
}

/** An error of the auth server: `{status, message}`. */
export const authError = (status: number, message: string): Answer => ({ status, json: { status, message } });

/** OAuth parameters from the query or a form body: Twitch takes both. */
export function parameters(request: StandInRequest): URLSearchParams {
  return new URLSearchParams([...request.query, ...new URLSearchParams(request.body)]);
}

/** Whose access token a request came with: the app's own, or a user's with its scopes. */
export type Caller = { is: 'app' } | { is: 'user'; userId: string; scopes: readonly string[] };

/** A handler that needs to know who calls. */
export type Authorized = (request: StandInRequest, caller: Caller) => Answer | Promise<Answer>;

/** Refuses callers other than the app itself. */
export const asApp =
  (handle: Authorized): Authorized =>
  (request, caller) =>
    caller.is === 'app'
      ? handle(request, caller)
      : helixError(401, 'Authorization header required with an app access token');

/** Refuses callers that are not a user with one of these scopes. */
export const asUser =
  (oneOf: readonly string[], handle: (request: StandInRequest, userId: string) => Answer): Authorized =>
  (request, caller) => {
    if (caller.is === 'app') return helixError(401, 'Missing User OAUTH Token');
    if (!oneOf.some((scope) => caller.scopes.includes(scope)))
      return helixError(401, `Missing scope: ${oneOf.join(' or ')}`);
    return handle(request, caller.userId);
  };

/** Refuses callers that are not, with this scope, the broadcaster whose id a parameter of the query has to be. */
export const asBroadcaster = (
  scope: string,
  parameter: string,
  handle: (request: StandInRequest, broadcasterId: string) => Answer,
): Authorized =>
  asUser([scope], (request, userId) => {
    const id = request.query.get(parameter);
    if (!id) return helixError(400, `Missing required parameter "${parameter}"`);
    if (id !== userId) {
      return helixError(401, `The ID in ${parameter} must match the user ID found in the request's OAuth token.`);
    }
    return handle(request, id);
  });
