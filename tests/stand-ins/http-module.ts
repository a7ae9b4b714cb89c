import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Attempt, post } from './delivery.ts';
import type { FaultPlan } from './faults.ts';
import type { Answer, StandInRequest } from './routes.ts';
import { startServer } from './server.ts';

/** What a module is sent: docs/modules.md has every field. */
export interface ModuleInvocation {
  readonly type: 'invocation';
  readonly id: string;
  readonly test?: true;
  readonly at: string;
  readonly community: { readonly id: string; readonly slug: string };
  readonly platform: string;
  readonly channel: string;
  readonly room: string;
  readonly command: string;
  readonly prefix: string;
  readonly args: string;
  readonly text: string;
  readonly actor: { readonly account: string; readonly displayName: string; readonly level: string };
  readonly respond: { readonly url: string; readonly sessionId: string; readonly expiresAt: string };
}

/** A request whose signature was right. */
export interface ModuleCall {
  /** The `webhook-id`. */
  readonly id: string;
  /** Whether a request of this id was here before. */
  readonly repeated: boolean;
  readonly invocation: ModuleInvocation;
}

export interface LaterAnswer {
  readonly sessionId: string;
  readonly response: unknown;
  /** Signs with another secret than its own. */
  readonly secret?: string;
  /** Signs as of another time, ms since epoch. */
  readonly at?: number;
}

/** A community's own program, which answers commands over HTTP. */
export interface HttpModuleStandIn {
  readonly url: string;
  /** `host:port`, as FETCH_ALLOW_HOSTS takes it. */
  readonly host: string;
  /** What it was told its secret is; until then it lets nobody in. */
  secret: string;
  /** Requests that were signed with it, oldest first. */
  readonly calls: ModuleCall[];
  /** Why requests were turned away. */
  readonly turnedAway: string[];
  /** What it answers from now on. */
  answers(answer: Answer | ((call: ModuleCall) => Answer | Promise<Answer>)): void;
  /** Fails, drops, delays or hangs the next requests; `op` is `hook`. */
  fault(plan: FaultPlan): void;
  /** Gives an answer that was promised. */
  respond(later: LaterAnswer): Promise<Attempt>;
  stop(): Promise<void>;
}

export interface HttpModuleOptions {
  readonly port?: number;
  readonly now?: () => number;
  /** Where a redirect leads that `/redirect` answers. */
  readonly redirectsTo?: string;
}

/** Standard Webhooks: five minutes, either way. */
const WINDOW_SECONDS = 5 * 60;

/** The signature as any library makes it, by other means than the bot's own. */
function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function problemOf(secret: string, { headers, body }: StandInRequest, now: number): string | null {
  const [id, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string];
  if (secret === '' || id === '' || given === '') return 'unsigned';
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= WINDOW_SECONDS)) return 'stale';
  const expected = Buffer.from(signatureOf(secret, id, timestamp, body));
  const matches = given.split(' ').some((each) => {
    const one = Buffer.from(each);
    return one.length === expected.length && timingSafeEqual(one, expected);
  });
  return matches ? null : 'wrong signature';
}

/** Starts a module that verifies who calls, remembers what it was asked, and answers what a test says; `Pong!` until then. */
export async function startHttpModule(options: HttpModuleOptions = {}): Promise<HttpModuleStandIn> {
  const { now = Date.now, redirectsTo = 'http://127.0.0.1:1/' } = options;
  const calls: ModuleCall[] = [];
  const turnedAway: string[] = [];
  let answer: (call: ModuleCall) => Answer | Promise<Answer> = () => ({ text: 'Pong!' });

  async function hook(request: StandInRequest): Promise<Answer> {
    const problem = problemOf(module.secret, request, now());
    if (problem !== null) {
      turnedAway.push(problem);
      return { status: 401, text: problem };
    }
    const id = String(request.headers['webhook-id']);
    const repeated = calls.some((call) => call.id === id);
    const call = { id, repeated, invocation: JSON.parse(request.body) as ModuleInvocation };
    calls.push(call);
    return answer(call);
  }

  const server = await startServer({
    name: 'http-module',
    ...(options.port === undefined ? {} : { port: options.port }),
    now,
    routes: () => [
      { method: 'POST', path: '/hook', op: 'hook', handle: hook },
      {
        method: 'POST',
        path: '/redirect',
        op: 'redirect',
        handle: () => ({ status: 307, headers: { location: redirectsTo } }),
      },
    ],
    control: {
      chat: () => Promise.reject(new Error('a module says nothing by itself')),
      emit: () => Promise.reject(new Error('a module says nothing by itself')),
      reset: () => {
        calls.length = 0;
        turnedAway.length = 0;
      },
    },
    notFound: () => ({ status: 404, text: 'there is nothing here' }),
    failure: (status, retryAfter) => ({
      status,
      text: 'out of order',
      ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    }),
  });

  const module: HttpModuleStandIn = {
    url: `${server.url}/hook`,
    host: `127.0.0.1:${server.port}`,
    secret: '',
    calls,
    turnedAway,
    answers(next) {
      answer = typeof next === 'function' ? next : () => next;
    },
    fault: (plan) => server.faults.add(plan),
    async respond({ sessionId, response, secret = module.secret, at = now() }) {
      const url = calls.find(({ invocation }) => invocation.respond.sessionId === sessionId)?.invocation.respond.url;
      if (url === undefined) throw new Error(`nobody asked for the answer ${sessionId}`);
      const id = `ans_${sessionId}`;
      const timestamp = String(Math.floor(at / 1000));
      const body = JSON.stringify({ sessionId, response });
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, id, timestamp, body),
      };
      return post({ url, headers, body }, 10_000, server.stopped);
    },
    stop: () => server.stop(),
  };
  return module;
}
