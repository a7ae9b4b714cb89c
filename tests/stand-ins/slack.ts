import { randomBytes } from 'node:crypto';
import { OpenId } from './openid.ts';
import { type Answer, parseJson, type StandInRequest } from './routes.ts';
import { startServer } from './server.ts';
import { slackError } from './slack/args.ts';
import { authorizeRoute } from './slack/authorize.ts';
import { controlChat, controlEmit } from './slack/control.ts';
import { SlackEmit } from './slack/emit.ts';
import { eventCallback, LEGACY_TOKEN, messageEvent, type SlackLine, slashFields } from './slack/events.ts';
import { Interact } from './slack/interact.ts';
import { DEFAULT_SCOPES, Tokens } from './slack/oauth.ts';
import { SlackOpenId } from './slack/openid.ts';
import { reads } from './slack/reads.ts';
import { type ResponseContext, ResponseUrls, readResponse, type SlackResponse } from './slack/response-urls.ts';
import type { SlackFormAnswer, SlackOptions, SlackStandIn } from './slack/types.ts';
import { webApiRoutes } from './slack/web-api.ts';
import { SlackWebhooks } from './slack/webhooks.ts';
import { type StoredMessage, Workspace } from './slack/workspace.ts';
import { type PostedMessage, rateLimited, Writer } from './slack/writes.ts';

export type { SlackLine } from './slack/events.ts';
export type { SlackResponse } from './slack/response-urls.ts';
export { signSlack } from './slack/sign.ts';
export type { SlackFormAnswer, SlackOptions, SlackSaid, SlackStandIn } from './slack/types.ts';
export type { SlackDelivery } from './slack/webhooks.ts';
export type { MessageMetadata, SlackChannel, SlackUser } from './slack/workspace.ts';
export type { PostedMessage } from './slack/writes.ts';

/** Starts a server that behaves as Slack's Web API, Events API, slash commands and interactivity do towards one app. */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const { team, botUserId, appId, now = Date.now } = options;
  const app = { teamId: team.id, appId, botUserId };
  const botId = botUserId.replace(/^U/, 'B');
  const people = [{ id: botUserId, name: 'waddlebot', isBot: true }, ...(options.users ?? [])];
  const workspace = new Workspace(options.channels, people, now);
  const responseUrls = new ResponseUrls(now);
  const tokens = new Tokens({ ...options, now });
  tokens.grant(options.botToken, options.scopes ?? DEFAULT_SCOPES);
  const visitor = options.users?.find(({ isOwner }) => isOwner)?.id ?? 'U0INSTALLER';
  let posted: PostedMessage[] = [];
  let responses: SlackResponse[] = [];

  const writer = new Writer({
    workspace,
    team: team.id,
    bot: { userId: botUserId, botId, appId },
    rate: options.rate ?? { perSecond: 1, burst: 3 },
    now,
    posted(message, stored) {
      posted.push(message);
      server.log.add('posted', message.via, { ...message });
      if (stored && standIn.echo) server.background(webhooks.event(eventCallback(app, echoed(stored), now())));
    },
  });

  /** Shows a response to those it is for: the person alone, or the channel. */
  function show(response: SlackResponse, context: ResponseContext, via: 'response' | 'response_url'): void {
    if (response.deleteOriginal || response.text === '') return;
    const args = { text: response.text, thread_ts: response.threadTs ?? context.threadTs };
    if (response.responseType === 'in_channel') writer.post(context.channel, via, args);
    else writer.whisper(context.channel, context.user, via, args);
  }

  function respond(request: StandInRequest): Answer {
    const taken = responseUrls.take(request);
    if (!('response' in taken)) return taken;
    responses.push(taken.response);
    show(taken.response, taken.context, 'response_url');
    return { text: 'ok' };
  }

  const openId = new OpenId({ issuer: () => server.url, audience: options.clientId, now });
  const signIn = new SlackOpenId({
    ...options,
    redirectUris: options.redirectUris ?? [],
    visitor,
    nameOf: (user) => workspace.users.get(user)?.name,
    consent: () => standIn.consent,
    openId,
    now,
  });
  const server = await startServer({
    name: 'slack',
    port: options.port,
    now,
    routes: ({ url }) => [
      authorizeRoute({
        clientId: options.clientId,
        redirectUris: options.redirectUris ?? [],
        team,
        visitor,
        consent: () => standIn.consent,
        tokens,
      }),
      ...signIn.routes(),
      ...webApiRoutes({
        tokens,
        writer,
        reads: reads(workspace, team.id, now),
        teamId: team.id,
        identity: ({ id, name }) => ({
          url: `${url}/`,
          team: name ?? id,
          user: 'waddlebot',
          team_id: id,
          user_id: botUserId,
          bot_id: botId,
          is_enterprise_install: false,
        }),
      }),
      ...['commands', 'actions'].map((kind) => ({
        method: 'POST' as const,
        path: `/${kind}/:owner/:n/:token`,
        op: 'response_url',
        handle: respond,
      })),
    ],
    control: {
      chat: (body) => controlChat(standIn, body),
      emit: (body) => controlEmit(standIn, body),
      reset: () => standIn.reset(),
    },
    notFound: ({ path }) => (path.startsWith('/api/') ? slackError('unknown_method') : { status: 404 }),
    failure: (status, retryAfter) =>
      status === 429 ? rateLimited(retryAfter ?? 1) : { status, headers: retryHeader(retryAfter) },
  });

  const webhooks = new SlackWebhooks({
    ...options,
    retryDelaysMs: options.retryDelaysMs ?? [50, 500, 2_000],
    timeoutMs: options.timeoutMs ?? 3_000,
    now,
    log: server.log,
    stopped: server.stopped,
  });

  /** Puts a person's line into the channel and gives its message event. */
  function say(line: SlackLine): Record<string, unknown> & { ts: string } {
    if (!workspace.channels.has(line.channel)) throw new Error(`No Slack channel ${line.channel}`);
    if (!workspace.users.has(line.user)) workspace.users.set(line.user, { id: line.user });
    const ts = workspace.nextTs();
    const event = { ...messageEvent(line, ts, team.id), ts };
    workspace.add(stored(event, line));
    server.log.add('posted', 'message', { ...line, ts });
    return event;
  }

  const send = (event: Record<string, unknown>) => webhooks.event(eventCallback(app, event, now()));
  const issueUrl = (kind: 'commands' | 'actions', context: ResponseContext) =>
    server.url + responseUrls.issue(kind, kind === 'commands' ? team.id : appId, context);

  async function interaction(payload: Record<string, unknown>, respond?: ResponseContext): Promise<SlackFormAnswer> {
    const responseUrl = respond ? issueUrl('actions', respond) : '';
    const filled = respond ? { ...payload, response_url: responseUrl } : payload;
    const { status, body, ms } = await webhooks.form('interactivity', { payload: JSON.stringify(filled) });
    return { status, body: parseJson(body) ?? body, ms, responseUrl };
  }

  const standIn: SlackStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: `${server.url}/api`,
    authUrl: `${server.url}/oauth/v2`,
    log: server.log,
    openId,
    get channels() {
      return [...workspace.channels.values()];
    },
    echo: options.echo ?? true,
    consent: options.consent ?? 'ask',
    emit: new SlackEmit({
      app,
      workspace,
      send,
      sendOuter: (outer) => webhooks.event(outer),
      uninstall: () => tokens.uninstall(team.id),
      now,
    }),
    interact: new Interact({ app, team, workspace, send: interaction }),
    get posted() {
      return posted;
    },
    get responses() {
      return responses;
    },
    fault: (plan) => server.faults.add(plan),
    user: (user) => void workspace.users.set(user.id, user),
    grant: (token, scopes) => tokens.grant(token, scopes),
    grantOrganisation: (token, org, workspaces) => tokens.grantOrganisation(token, DEFAULT_SCOPES, org, workspaces),
    revokeToken: (token = options.botToken) => tokens.revoke(token),
    issueCode: (user = visitor) => tokens.issueCode({ user, team, scopes: DEFAULT_SCOPES }),
    async message(line) {
      const event = say(line);
      return { ...(await send(event)), ts: event.ts };
    },
    async mention(line) {
      const event = say(line);
      // The same post arrives twice with different event ids (slacker#83); app_mention has no channel_type.
      const mention = { ...event, type: 'app_mention', channel_type: undefined };
      const [mentioned, said] = await Promise.all([send(mention), send(event)]);
      return { ...mentioned, ts: event.ts, messageStatus: said.status };
    },
    async slash({ channel, user, command, text }) {
      const context = { channel, user };
      const responseUrl = issueUrl('commands', context);
      const fields = slashFields(app, {
        channel: { id: channel, name: workspace.channels.get(channel)?.name ?? 'directmessage' },
        user: { id: user, name: workspace.users.get(user)?.name ?? user.toLowerCase() },
        command,
        text,
        responseUrl,
      });
      const { status, body, ms } = await webhooks.form('command', fields);
      const answer = parseJson(body);
      const response = status === 200 ? readResponse('', answer, now()) : undefined;
      if (response) show(response, context, 'response');
      return { status, body: answer ?? body, ms, responseUrl };
    },
    async interactivity(payload) {
      const given = payload as { user?: { id?: string }; channel?: { id?: string }; response_url?: string };
      const context = { channel: given.channel?.id ?? '', user: given.user?.id ?? '' };
      const responseUrl = given.response_url ?? issueUrl('actions', context);
      const filled = { team: { id: team.id }, api_app_id: appId, ...payload, response_url: responseUrl };
      return { ...(await interaction(filled)), responseUrl };
    },
    event: send,
    async urlVerification() {
      const challenge = randomBytes(24).toString('base64url');
      const outer = { token: LEGACY_TOKEN, challenge, type: 'url_verification' };
      const { status, body } = await webhooks.event(outer);
      const inJson = (parseJson(body) as { challenge?: unknown } | null | undefined)?.challenge;
      const echoes = [body, inJson, new URLSearchParams(body).get('challenge')];
      return { status, body, verified: status === 200 && echoes.includes(challenge) };
    },
    async sslCheck() {
      const { status, body } = await webhooks.sslCheck();
      return { status, body };
    },
    reset() {
      posted = [];
      responses = [];
      workspace.clear();
      writer.reset();
    },
    idle: server.idle,
    stop: server.stop,
  };
  return standIn;
}

const retryHeader = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'Retry-After': String(seconds) };

/** The event by which the app hears its own message. */
function echoed({ channel, message }: StoredMessage): Record<string, unknown> {
  return { ...message, channel, event_ts: message.ts, channel_type: 'channel' };
}

/** A person's message as history keeps it: without the fields that only events have. */
function stored(event: Record<string, unknown> & { ts: string }, line: SlackLine): StoredMessage {
  const { channel, event_ts, channel_type, ...message } = event;
  const fixed = { type: 'message' as const, user: line.user, text: String(event.text), team: String(event.team) };
  return { channel: line.channel, message: { ...message, ...fixed, ts: event.ts } };
}
