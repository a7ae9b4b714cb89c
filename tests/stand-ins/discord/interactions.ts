import { type Attempt, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { parseJson } from '../routes.ts';
import { commandData } from './command-data.ts';
import type { Commands } from './commands.ts';
import { record } from './errors.ts';
import { type ApiMessage, type DiscordMember, type Guilds, type Place, permissionsOf } from './guilds.ts';
import { INTERACTION, type InteractionKind, type InteractionRecord, type Interactions } from './interaction-tokens.ts';
import { channelObject, memberObject, userObject } from './objects.ts';
import { readResponse } from './responses.ts';
import { type DiscordKeys, discordHeaders, signDiscord } from './sign.ts';
import type { Snowflakes } from './snowflake.ts';

export type OptionValue = string | number | boolean;

/** An option as an interaction carries it. */
export interface InteractionOption {
  name: string;
  type: number;
  value?: OptionValue;
  focused?: boolean;
  options?: InteractionOption[];
}

/** A person's use of the application; the first guild's first channel unless given. */
export interface InteractionRequest {
  /** Default `command`. */
  kind?: InteractionKind;
  /** `null`: in a direct message with the bot. */
  guild?: string | null;
  channel?: string;
  user: DiscordMember;
  /** The command's name. */
  name?: string;
  /** 1 chat input (default), 2 user, 3 message. */
  type?: number;
  /** `add`, or `group add`. */
  subcommand?: string;
  /** Ready options, or values by name, whose types come from the declared command. */
  options?: readonly InteractionOption[] | Readonly<Record<string, OptionValue>>;
  /** Autocomplete: the option being typed. */
  focused?: string;
  /** The user or message that a context menu command is about. */
  targetId?: string;
  /** Component or modal. */
  customId?: string;
  /** 2 button (default), 3 string select, 5 user select … */
  componentType?: number;
  values?: readonly string[];
  /** The message that the component is on, by id. */
  messageId?: string;
  /** A modal's inputs by custom_id. */
  fields?: Readonly<Record<string, string>>;
  locale?: string;
}

/** How the answer came out for the person. */
export type InteractionEnd =
  | 'message'
  | 'deferred'
  | 'updated'
  | 'deferred-update'
  | 'choices'
  | 'modal'
  | 'pong'
  | 'failed';

/** `status` 0: no answer; `ms`: until the answer. `failed` is "The application did not respond", `failure` says why. */
export interface InteractionOutcome {
  interactionId: string;
  token: string;
  status: number;
  ms: number;
  body: unknown;
  ended: InteractionEnd;
  failure?: string;
  /** The answer's type and data; absent when it failed. */
  response?: { type: number; data: Record<string, unknown> };
  /** What was shown at once. */
  text?: string;
  ephemeral?: boolean;
  messageId?: string;
  choices?: { name: string; value: OptionValue }[];
  /** Sends the very same signed bytes once more, as somebody who recorded them could; resolves to the answer. */
  resend(): Promise<{ status: number; body: unknown }>;
}

export interface InteractionRules {
  applicationId: string;
  keys: DiscordKeys;
  webhookUrl: string;
  timeoutMs: number;
  guilds: Guilds;
  commands: Commands;
  interactions: Interactions;
  ids: Snowflakes;
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
}

const ENDS: Readonly<Record<number, InteractionEnd>> = {
  1: 'pong',
  4: 'message',
  5: 'deferred',
  6: 'deferred-update',
  7: 'updated',
  8: 'choices',
  9: 'modal',
};

/** Sends interactions to the bot's endpoint and makes of its answer what Discord would. */
export class InteractionSender {
  #rules: InteractionRules;

  constructor(rules: InteractionRules) {
    this.#rules = rules;
  }

  async send(request: InteractionRequest): Promise<InteractionOutcome> {
    const { interactions, keys, now } = this.#rules;
    const place = this.#place(request);
    const opened = interactions.open({
      kind: request.kind ?? 'command',
      place,
      userId: request.user.id,
      name: request.name,
      message: request.messageId === undefined ? undefined : this.#message(place, request.messageId),
    });
    const body = JSON.stringify(this.#payload(request, place, opened));
    const headers = discordHeaders(keys.privateKey, now(), body);
    const attempt = await this.#post(headers, body);
    const outcome = this.#settle(opened, attempt);
    const { status, ms, failure } = attempt;
    const log = { id: opened.id, kind: opened.kind, name: request.name, status, ms, failure };
    this.#rules.log.add('delivery', 'interaction', { ...log, ended: outcome.ended, problem: outcome.failure });
    return {
      ...outcome,
      resend: async () => {
        const again = await this.#post(headers, body);
        return { status: again.status, body: parseJson(again.body) ?? again.body };
      },
    };
  }

  /** A PING with a good signature, then requests whose signature is bad in every common way. */
  async probe(): Promise<{ ok: boolean; ping: number; bad: number[] }> {
    const { keys, now, applicationId, ids } = this.#rules;
    const body = JSON.stringify({ type: 1, version: 1, id: ids.next(), application_id: applicationId, token: 'probe' });
    const good = discordHeaders(keys.privateKey, now(), body);
    const timestamp = good['X-Signature-Timestamp'] ?? '';
    const ping = await this.#post(good, body);
    const signature = good['X-Signature-Ed25519'] ?? '';
    const flipped = (signature.startsWith('0') ? '1' : '0') + signature.slice(1);
    const attempts = await Promise.all([
      this.#post({ ...good, 'X-Signature-Ed25519': flipped }, body),
      this.#post({ ...good, 'X-Signature-Ed25519': signature.slice(2) }, body),
      this.#post({ ...good, 'X-Signature-Ed25519': 'not hex' }, body),
      this.#post({ ...good, 'X-Signature-Timestamp': String(Number(timestamp) + 1) }, body),
      this.#post({ ...good, 'X-Signature-Ed25519': signDiscord(keys.privateKey, timestamp, `${body} `) }, body),
      this.#post({ 'Content-Type': 'application/json' }, body),
    ]);
    const bad = attempts.map(({ status }) => status);
    const pong = ping.status === 200 && record(parseJson(ping.body)).type === 1;
    return { ok: pong && bad.every((status) => status === 401), ping: ping.status, bad };
  }

  #post(headers: Record<string, string>, body: string): Promise<Attempt> {
    const { webhookUrl, timeoutMs, stopped } = this.#rules;
    return post({ url: webhookUrl, headers, body }, timeoutMs, stopped);
  }

  #settle(opened: InteractionRecord, attempt: Attempt): Omit<InteractionOutcome, 'resend'> {
    const { interactions } = this.#rules;
    const body = parseJson(attempt.body) ?? attempt.body;
    const { id, token } = opened;
    const base = { interactionId: id, token, status: attempt.status, ms: attempt.ms, body };
    // Discord: receiving and responding: with the callback used, the request itself is answered by an empty 202.
    const read = opened.answer ? 'callback' : responseOf(opened, attempt, body);
    if (typeof read === 'string' && read !== 'callback') {
      interactions.fail(opened);
      return { ...base, ended: 'failed', failure: read };
    }
    const answer = read === 'callback' ? opened.answer : interactions.answer(opened, read, true);
    if (!answer) return { ...base, ended: 'failed', failure: 'not answered' };
    const { type, data } = answer;
    const shown = opened.original;
    return {
      ...base,
      ended: ENDS[type] ?? 'failed',
      response: { type, data },
      ...(type === 4 || type === 7 ? { text: shown?.content ?? '' } : {}),
      ...(shown ? { messageId: shown.id, ephemeral: (shown.flags & 64) !== 0 } : {}),
      ...(type === 8 ? { choices: data.choices as InteractionOutcome['choices'] } : {}),
    };
  }

  #place({ guild, channel, user }: InteractionRequest): Place {
    const { guilds } = this.#rules;
    if (guild === null) return guilds.dm(user);
    const place = guilds.placeNamed(channel, guild);
    guilds.know(user, place.guild);
    return place;
  }

  #message(place: Place, id: string): ApiMessage | undefined {
    const message = this.#rules.guilds.message(place.channel.id, id) ?? this.#rules.interactions.shownMessage(id);
    if (!message) throw new Error(`No Discord message ${id} with a component`);
    return message;
  }

  /** Interaction object (Discord: receiving and responding). */
  #payload(request: InteractionRequest, place: Place, opened: InteractionRecord): Record<string, unknown> {
    const { guilds, applicationId } = this.#rules;
    const { guild } = place;
    const base = {
      version: 1,
      id: opened.id,
      application_id: applicationId,
      token: opened.token,
      type: INTERACTION[opened.kind],
      entitlements: [],
      attachment_size_limit: 10_485_760,
    };
    if (opened.kind === 'ping') return { ...base, user: userObject(request.user) };
    const member = guild && guilds.member(guild, request.user.id);
    const locale = request.locale ?? 'en-US';
    const bot = guild && guilds.member(guild, guilds.botId);
    return {
      ...base,
      data: this.#data(request, place),
      channel_id: place.channel.id,
      channel: channelObject(place),
      locale,
      context: guild ? 0 : 1,
      authorizing_integration_owners: { '0': guild?.id ?? '0' },
      app_permissions: guild && bot ? permissionsOf(guild, bot) : '442368',
      ...(opened.message ? { message: opened.message } : {}),
      ...(guild && member
        ? {
            guild_id: guild.id,
            guild_locale: 'en-US',
            guild: { id: guild.id, locale: 'en-US', features: [] },
            member: {
              ...memberObject(member),
              permissions: permissionsOf(guild, { ...member, ...given(request.user) }),
            },
          }
        : { user: userObject(request.user) }),
    };
  }

  #data(request: InteractionRequest, place: Place): Record<string, unknown> {
    const { kind = 'command' } = request;
    if (kind === 'component') {
      const { customId = '', componentType = 2, values } = request;
      return { id: 1, custom_id: customId, component_type: componentType, ...(values ? { values: [...values] } : {}) };
    }
    if (kind === 'modal') {
      const inputs = Object.entries(request.fields ?? {}).map(([custom_id, value], index) => ({
        type: 1,
        id: 2 * index + 1,
        components: [{ type: 4, id: 2 * index + 2, custom_id, value }],
      }));
      return { custom_id: request.customId ?? '', components: inputs };
    }
    return commandData(this.#rules, request, place);
  }
}

const given = ({ permissions }: DiscordMember) => (permissions === undefined ? {} : { permissions });

/** The answer as Discord takes it, or why it does not. */
function responseOf(
  opened: InteractionRecord,
  attempt: Attempt,
  body: unknown,
): { type: number; data: Record<string, unknown> } | string {
  if (attempt.failure) return attempt.failure;
  if (attempt.status !== 200) return `HTTP status ${attempt.status}`;
  if (!attempt.headers.get('content-type')?.includes('application/json')) return 'Content-Type is not application/json';
  const read = readResponse(opened, body);
  return 'issues' in read ? read.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') : read;
}
