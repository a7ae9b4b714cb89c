import { randomUUID } from 'node:crypto';
import type { Chatter, TwitchUser } from './events.ts';
import type { Followers } from './followers.ts';
import { type Notice, type NoticeType, noticeEvent, type Tier } from './notices.ts';
import { payloads, type Reward, someReward, type TwitchEvent } from './payloads.ts';
import type { ChannelInfo, People } from './people.ts';
import type { Streams } from './streams.ts';
import type { DeliveryOptions, TwitchDelivery } from './webhook.ts';

/** Where and how an event is sent; `channel` is an id or login, the first channel unless given. */
export interface About extends DeliveryOptions {
  channel?: string;
}

type Sent = Promise<TwitchDelivery>;

export interface EmitRules {
  people: People;
  streams: Streams;
  followers: Followers;
  now(): number;
  /** Sends an event to everyone who is subscribed to it. */
  send(type: string, event: TwitchEvent, options: DeliveryOptions): Sent;
  /** Whose line a message was. */
  author(messageId: string): TwitchUser | undefined;
}

/** One event of each type a chat bot can subscribe to; resolves when the bot took it or every redelivery failed. */
export class Emit {
  protected readonly rules: EmitRules;

  constructor(rules: EmitRules) {
    this.rules = rules;
  }

  /** Somebody follows, as `GET /helix/channels/followers` tells from now on. */
  follow(given: About & { user: TwitchUser }): Sent {
    const channel = this.channel(given);
    const user = this.met(given.user);
    this.rules.followers.add(channel.id, user.id, this.at(given));
    return this.#send('channel.follow', payloads.follow(channel, user, this.at(given)), given);
  }

  subscribe(given: About & { user: TwitchUser; tier?: Tier; isGift?: boolean }): Sent {
    const { tier = '1000', isGift = false } = given;
    return this.#send(
      'channel.subscribe',
      payloads.subscribe(this.channel(given), this.met(given.user), tier, isGift),
      given,
    );
  }

  /** Without `user` the gift is anonymous; `cumulativeTotal` is missing where the gifter does not share it. */
  subscriptionGift(given: About & { user?: TwitchUser; total: number; tier?: Tier; cumulativeTotal?: number }): Sent {
    const event = payloads.subscriptionGift(this.channel(given), given.user, { tier: '1000', ...given });
    return this.#send('channel.subscription.gift', event, given);
  }

  /** Somebody shares that they went on subscribing. */
  subscriptionMessage(
    given: About & { user: TwitchUser; months: number; streak?: number; duration?: number; tier?: Tier; text?: string },
  ): Sent {
    const told = { tier: '1000', duration: 1, text: '', ...given } as const;
    return this.#send(
      'channel.subscription.message',
      payloads.subscriptionMessage(this.channel(given), this.met(given.user), told),
      given,
    );
  }

  /** Without `user` the cheer is anonymous. */
  cheer(given: About & { user?: TwitchUser; bits: number; text?: string }): Sent {
    return this.#send('channel.cheer', payloads.cheer(this.channel(given), given.user, given.bits, given.text), given);
  }

  bitsUse(
    given: About & { user: TwitchUser; bits: number; kind?: 'cheer' | 'power_up' | 'combo'; text?: string },
  ): Sent {
    const event = payloads.bitsUse(this.channel(given), given.user, { kind: 'cheer', ...given });
    return this.#send('channel.bits.use', event, given);
  }

  /** `from` comes to the channel with its viewers. */
  raid(given: About & { from: TwitchUser; viewers: number }): Sent {
    return this.#send('channel.raid', payloads.raid(this.channel(given), this.met(given.from), given.viewers), given);
  }

  redemption(given: About & { user: TwitchUser; id?: string; reward?: Reward; text?: string }): Sent {
    const { id = randomUUID(), reward = someReward(), text = '' } = given;
    const told = { id, reward, text, at: this.at(given) };
    const event = payloads.redemption(this.channel(given), this.met(given.user), told);
    return this.#send('channel.channel_points_custom_reward_redemption.add', event, given);
  }

  /** The stream starts, as `GET /helix/streams` tells from now on. `startedAt` in milliseconds since the epoch. */
  streamOnline(given: About & { id?: string; startedAt?: number } = {}): Sent {
    const channel = this.channel(given);
    const { id: wanted, startedAt = this.at(given) } = given;
    const { id } = this.rules.streams.start(channel.id, { ...(wanted ? { id: wanted } : {}), startedAt });
    return this.#send('stream.online', payloads.streamOnline(channel, id, startedAt), given);
  }

  streamOffline(given: About = {}): Sent {
    const channel = this.channel(given);
    this.rules.streams.end(channel.id);
    return this.#send('stream.offline', payloads.streamOffline(channel), given);
  }

  /** Changes what the channel shows, as `GET /helix/channels` tells it from now on, and says so. */
  channelUpdate(given: About & { info: Partial<ChannelInfo> }): Sent {
    const channel = this.channel(given);
    const event = payloads.channelUpdate(channel, this.rules.people.change(channel.id, given.info));
    return this.#send('channel.update', event, given);
  }

  shoutoutCreate(given: About & { to: TwitchUser; moderator?: TwitchUser; viewers?: number }): Sent {
    const { moderator = this.channel(given), viewers = 1 } = given;
    const told = { to: this.met(given.to), moderator, viewers, at: this.at(given) };
    return this.#send('channel.shoutout.create', payloads.shoutoutCreate(this.channel(given), told), given);
  }

  shoutoutReceive(given: About & { from: TwitchUser; viewers?: number }): Sent {
    const { viewers = 1 } = given;
    const event = payloads.shoutoutReceive(this.channel(given), this.met(given.from), viewers, this.at(given));
    return this.#send('channel.shoutout.receive', event, given);
  }

  /** A ban, or with `seconds` a timeout; the broadcaster's unless a moderator is named. */
  ban(given: About & { user: TwitchUser; moderator?: TwitchUser; reason?: string; seconds?: number }): Sent {
    const { moderator = this.channel(given), reason = '', seconds } = given;
    const told = { moderator, reason, seconds, at: this.at(given) };
    return this.#send('channel.ban', payloads.ban(this.channel(given), this.met(given.user), told), given);
  }

  unban(given: About & { user: TwitchUser; moderator?: TwitchUser }): Sent {
    const { moderator = this.channel(given) } = given;
    return this.#send('channel.unban', payloads.unban(this.channel(given), this.met(given.user), moderator), given);
  }

  /** Without `user` the line's own author is the target. */
  messageDelete(given: About & { messageId: string; user?: TwitchUser }): Sent {
    const target = given.user ?? this.rules.author(given.messageId);
    if (!target) throw new Error(`No Twitch line ${given.messageId}`);
    const event = payloads.messageDelete(this.channel(given), target, given.messageId);
    return this.#send('channel.chat.message_delete', event, given);
  }

  /** Any channel.chat.notification, with the notice's object as the platform has it. */
  notice<T extends NoticeType>(given: About & Omit<Notice<T>, 'system'> & { system?: string }): Sent {
    if (given.user) this.met(given.user);
    const notice = { ...given, system: given.system ?? given.type };
    const event = noticeEvent(notice, this.channel(given), [...this.rules.people.users.values()]);
    return this.#send('channel.chat.notification', event, given);
  }

  protected channel({ channel }: About): TwitchUser {
    return this.rules.people.channelOf(channel);
  }

  protected at({ at }: About): number {
    return at ?? this.rules.now();
  }

  /** The same person, known to `GET /helix/users` from now on. */
  protected met<U extends TwitchUser | Chatter>(user: U): U {
    this.rules.people.meet(user);
    return user;
  }

  #send(type: string, event: TwitchEvent, { copies, at, eventsubMessageId }: About): Sent {
    return this.rules.send(type, event, { copies, at, eventsubMessageId });
  }
}
