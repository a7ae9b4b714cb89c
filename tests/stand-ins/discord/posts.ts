import type { EventLog } from '../log.ts';
import { type ApiMessage, type Guilds, may, type Place } from './guilds.ts';
import { FLAG, type MessageBody, mentionsIn, messageObject, pingsOf } from './messages.ts';
import { isoTime, partialMember } from './objects.ts';
import type { Snowflakes } from './snowflake.ts';
import type { DiscordLine, DiscordSaid } from './types.ts';

/** An event on its way to the Gateway; without `guildId` it belongs to direct messages. */
export interface GatewayEvent {
  t: string;
  d: Record<string, unknown>;
  guildId?: string;
}

/** What a message of the bot answers. */
export interface Origin {
  via: DiscordLine['via'];
  interaction?: { id: string; type: number; name?: string; userId: string };
  /** Shown by the HTTP answer to the interaction itself. */
  inline?: boolean;
  replyTo?: ApiMessage;
}

export interface PostRules {
  guilds: Guilds;
  ids: Snowflakes;
  log: EventLog;
  now(): number;
  /** Resolves to how many sessions had the event at once. */
  emit(event: GatewayEvent): number;
}

/** Messages of the bot and of people: made, edited, deleted, and told to the Gateway. */
export class Posts {
  lines: DiscordLine[] = [];
  #rules: PostRules;

  constructor(rules: PostRules) {
    this.#rules = rules;
  }

  /** A message of the bot. An ephemeral one is in no history and no event. */
  create(place: Place, body: MessageBody, origin: Origin): ApiMessage {
    const { guilds, ids } = this.#rules;
    const { interaction, replyTo } = origin;
    const pings = pingsOf(body, interaction ? 'interaction' : 'message', replyTo?.author.id);
    const bot = guilds.users.get(guilds.botId);
    if (!bot) throw new Error('the bot is nobody');
    const message = messageObject(guilds, {
      id: ids.next(),
      place,
      author: bot,
      content: body.content.trim(),
      embeds: body.embeds,
      components: body.components,
      mentions: [...new Set([...pings.users, ...(pings.repliedUser ? [pings.repliedUser] : [])])],
      mentionRoles: pings.roles,
      mentionEveryone: pings.everyone,
      flags: body.flags,
      type: interaction && origin.via === 'interaction' ? 20 : undefined,
      replyTo,
      more: interaction ? this.#fromInteraction(interaction) : body.nonce === undefined ? {} : { nonce: body.nonce },
    });
    const ephemeral = (body.flags & FLAG.EPHEMERAL) !== 0 && interaction !== undefined;
    if (!ephemeral) {
      guilds.keep(message);
      this.#tell('MESSAGE_CREATE', place, message);
    }
    if ((body.flags & FLAG.LOADING) === 0) this.#show(message, place, body, origin, ephemeral);
    return message;
  }

  /** New text or parts for a message of the bot; a deferred one becomes readable by it. */
  edit(place: Place, message: ApiMessage, body: MessageBody, given: Record<string, unknown>, origin: Origin): void {
    const before = message.content;
    const wasLoading = (message.flags & FLAG.LOADING) !== 0;
    if (given.content !== undefined) message.content = body.content.trim();
    if (given.embeds !== undefined) message.embeds = body.embeds;
    if (given.components !== undefined) message.components = body.components;
    message.flags &= ~FLAG.LOADING;
    message.edited_timestamp = isoTime(this.#rules.now());
    const ephemeral = (message.flags & FLAG.EPHEMERAL) !== 0;
    if (!ephemeral) this.#tell('MESSAGE_UPDATE', place, message);
    if (wasLoading) this.#show(message, place, body, origin, ephemeral);
    else this.#reshow(message, before);
  }

  delete(place: Place, messageId: string): boolean {
    const line = this.line(messageId);
    if (line) line.deleted = true;
    const removed = this.#rules.guilds.remove(place.channel.id, messageId);
    if (removed) this.#emit('MESSAGE_DELETE', place, { id: messageId, channel_id: place.channel.id });
    return removed || line !== undefined;
  }

  /** At least two messages of one guild channel at once; those nobody knows are passed over. */
  deleteBulk(place: Place, messageIds: readonly string[]): void {
    const known = messageIds.filter((id) => this.#rules.guilds.remove(place.channel.id, id));
    for (const id of known) Object.assign(this.line(id) ?? {}, { deleted: true });
    this.#emit('MESSAGE_DELETE_BULK', place, { ids: known, channel_id: place.channel.id });
  }

  /** A person's line; resolves to the message and how many sessions had it at once. */
  say(place: Place, said: DiscordSaid): { message: ApiMessage; delivered: number } {
    const { guilds, ids, log } = this.#rules;
    const author = guilds.know(said.user, place.guild);
    const replyTo = said.replyTo === undefined ? undefined : guilds.message(place.channel.id, said.replyTo);
    const named = mentionsIn(said.text);
    const member = place.guild && guilds.member(place.guild, author.id);
    const message = messageObject(guilds, {
      id: ids.next(said.at),
      place,
      author,
      content: said.text,
      embeds: said.embeds,
      attachments: (said.attachments ?? []).map((file) => attachmentObject(ids.next(), file)),
      mentions: [...new Set([...named.users, ...(said.mentions ?? []), ...(replyTo ? [replyTo.author.id] : [])])],
      mentionRoles: place.guild ? named.roles : [],
      mentionEveryone: named.everyone && !!place.guild && !!member && may(place.guild, member, 'MENTION_EVERYONE'),
      replyTo,
      more: said.webhookId === undefined ? {} : { webhook_id: said.webhookId },
    });
    guilds.keep(message);
    const { text, user } = said;
    log.add('posted', 'message', {
      messageId: message.id,
      channel: place.channel.id,
      guild: place.guild?.id,
      user,
      text,
    });
    return { message, delivered: this.#tell('MESSAGE_CREATE', place, message) };
  }

  /** A person's own edit. */
  rewrite(place: Place, message: ApiMessage, text: string): void {
    message.content = text;
    message.edited_timestamp = isoTime(this.#rules.now());
    this.#tell('MESSAGE_UPDATE', place, message);
  }

  line(messageId: string): DiscordLine | undefined {
    return this.lines.find((line) => line.messageId === messageId);
  }

  #fromInteraction(interaction: NonNullable<Origin['interaction']>): Partial<ApiMessage> {
    const { guilds } = this.#rules;
    const { id, type, name, userId } = interaction;
    return {
      webhook_id: guilds.botId,
      application_id: guilds.botId,
      interaction_metadata: {
        id,
        type,
        name,
        user: guilds.users.get(userId),
        authorizing_integration_owners: {},
      },
    };
  }

  #show(message: ApiMessage, place: Place, body: MessageBody, origin: Origin, ephemeral: boolean): void {
    const { interaction, replyTo } = origin;
    const line: DiscordLine = {
      via: origin.via,
      messageId: message.id,
      channel: place.channel.id,
      ...(place.guild ? { guild: place.guild.id } : {}),
      text: message.content,
      embeds: message.embeds,
      components: message.components,
      ephemeral,
      ...(ephemeral ? { to: interaction?.userId } : {}),
      ...(interaction ? { interactionId: interaction.id } : {}),
      inline: origin.inline ?? false,
      ...(replyTo ? { replyTo: replyTo.id } : {}),
      ...(body.nonce === undefined ? {} : { nonce: body.nonce }),
      pings: pingsOf(body, interaction ? 'interaction' : 'message', replyTo?.author.id),
      edits: [],
      deleted: false,
      at: this.#rules.now(),
    };
    this.lines.push(line);
    this.#rules.log.add('posted', line.via, { ...line });
  }

  #reshow(message: ApiMessage, before: string): void {
    const line = this.line(message.id);
    if (!line) return;
    line.edits.push(before);
    Object.assign(line, { text: message.content, embeds: message.embeds, components: message.components });
    this.#rules.log.add('posted', 'edit', { ...line });
  }

  #tell(t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', place: Place, message: ApiMessage): number {
    const { guilds } = this.#rules;
    const member = place.guild && guilds.member(place.guild, message.author.id);
    const mentions = message.mentions.map((user) => {
      const mentioned = place.guild && guilds.member(place.guild, user.id);
      return mentioned ? { ...user, member: partialMember(mentioned) } : user;
    });
    const byWebhook = message.webhook_id !== undefined;
    return this.#emit(t, place, {
      ...message,
      mentions,
      channel_type: place.guild ? 0 : 1,
      ...(member && !byWebhook ? { member: partialMember(member) } : {}),
    });
  }

  #emit(t: string, place: Place, d: Record<string, unknown>): number {
    const guildId = place.guild?.id;
    return this.#rules.emit({ t, guildId, d: guildId === undefined ? d : { ...d, guild_id: guildId } });
  }
}

function attachmentObject(id: string, file: NonNullable<DiscordSaid['attachments']>[number]) {
  const { filename, url, contentType = 'application/octet-stream', size = 1_024 } = file;
  return { id, filename, size, url, proxy_url: url, content_type: contentType };
}
