import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { DatabaseError } from '../../db/client.ts';
import { contractOf } from '../core/api.ts';
import {
  ChangedMeanwhile,
  describeError,
  ERROR_STATUS,
  type ErrorCode,
  InvalidInput,
  type Issue,
  Limited,
  WaddleError,
} from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { setStanding } from './standing.ts';

/** What every failure of the API looks like. */
export interface Envelope {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly requestId: string;
    readonly issues?: readonly Issue[];
    readonly changed?: ChangedMeanwhile['changed'];
  };
}

/** Answers a failure by the closed set of codes. What is not ours is logged by its kind and told by nothing but a request id. */
export function answerError(error: Error, c: Context, log: Log): Response {
  const told = toldError(error);
  if (told.code === 'INTERNAL') {
    log('error', 'request.failed', {
      path: c.req.routePath,
      error: describeError(error),
      requestId: c.get('requestId'),
    });
  }
  if (told instanceof Limited) {
    c.header('Retry-After', String(Math.max(1, Math.ceil(told.retryAfterMs / 1000))));
    if (told.standing) setStanding(c, told.standing);
  }
  // RFC 9110 §15.5.2: a 401 says how to come in.
  if (told.code === 'UNAUTHENTICATED') c.header('WWW-Authenticate', 'Bearer realm="waddlebot"');
  const { code, message } = told;
  if (told instanceof InvalidInput) return answer(c, code, message, { issues: told.issues });
  return answer(c, code, message, told instanceof ChangedMeanwhile ? { changed: told.changed } : {});
}

function answer(
  c: Context,
  code: ErrorCode,
  message: string,
  more: Pick<Envelope['error'], 'issues' | 'changed'> = {},
): Response {
  const body: Envelope = { error: { code, message, requestId: c.get('requestId'), ...more } };
  return c.json(body, ERROR_STATUS[code]);
}

/** Answers where there is no route: 405 where another method would find one. */
export function answerNoRoute(c: Context, app: Hono): Response {
  const methods = methodsAt(app, c.req.path);
  if (methods.length === 0) return answer(c, 'NOT_FOUND', `There is nothing at ${c.req.path.slice(0, 200)}.`);
  const allowed = methods.includes('GET') ? ['HEAD', ...methods] : methods;
  c.header('Allow', allowed.join(', '));
  return answer(c, 'METHOD_NOT_ALLOWED', `${c.req.method} does nothing here. Possible: ${allowed.join(', ')}.`);
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const methodsAt = (app: Hono, path: string): readonly string[] =>
  METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, { method: own, handler }]]) => own === method && contractOf(handler)),
  );

/** What is told of a failure: ours as it is, everything else without its words. */
export function toldError(error: Error): WaddleError {
  if (error instanceof WaddleError) return error;
  if (error instanceof HTTPException && error.status < 500)
    return new WaddleError(codeOf(error.status), `${error.message.slice(0, 200)}.`);
  if (error instanceof DatabaseError) {
    // SQLSTATE class 22: a value that no column can hold, as a text with a NUL in it.
    if (error.code?.startsWith('22'))
      return new WaddleError(
        'INVALID',
        'Something in the request cannot be stored, as a NUL character or a huge number.',
      );
    // 23503: something it refers to was taken away while it ran, as a member who became one with another.
    if (error.transient || error.code === '23503') return away();
  }
  if (isObjectAway(error)) return away();
  return new WaddleError(
    'INTERNAL',
    'Something went wrong on our side. Try again; if it stays, report the request id.',
  );
}

const away = () => new WaddleError('UNAVAILABLE', 'WaddleBot cannot do this right now. Try again in a few seconds.');

/** How the runtime marks calls to Durable Objects that did not get there. */
const isObjectAway = (error: Error): boolean => 'retryable' in error || 'overloaded' in error;

const codeOf = (status: number): ErrorCode =>
  (Object.keys(ERROR_STATUS) as ErrorCode[]).find((code) => ERROR_STATUS[code] === status) ?? 'INVALID';
