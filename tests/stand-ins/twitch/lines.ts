import { randomUUID } from 'node:crypto';
import { type ChatMessage, type Chatter, type KnownLine, type TwitchUser, unknownLine } from './events.ts';
import type { People } from './people.ts';
import type { DeliveryOptions } from './webhook.ts';

/** One chat line; `channel` is an id or login, the first channel unless given. */
export interface ChatLine extends DeliveryOptions {
  channel?: string;
  user: Chatter;
  text: string;
  messageId?: string;
  /** The id of the line it answers. */
  replyTo?: string;
  sharedFrom?: TwitchUser;
  /** Bits cheered with it; the text has to hold the cheermotes. */
  bits?: number;
  /** The custom reward it was written for. */
  rewardId?: string;
}

/** A line with what moderators have to know of it; `at` in milliseconds since the epoch. */
export interface HeldLine extends KnownLine {
  user: Chatter;
  channelId: string;
  at: number;
  /** Taken away by a moderator. */
  deleted: boolean;
}

/** What was said, as far as it can be replied to and taken away. */
export class Lines {
  #all = new Map<string, HeldLine>();
  #people: People;
  #now: () => number;

  constructor(people: People, now: () => number) {
    this.#people = people;
    this.#now = now;
  }

  has(messageId: string): boolean {
    return this.#all.has(messageId);
  }

  get(messageId: string): HeldLine | undefined {
    return this.#all.get(messageId);
  }

  in(channelId: string): HeldLine[] {
    return [...this.#all.values()].filter((line) => line.channelId === channelId);
  }

  author(messageId: string): TwitchUser | undefined {
    return this.#all.get(messageId)?.user;
  }

  /** Remembers a line and its author, and fills in what the event needs. */
  say({ channel: where, user, text, replyTo, ...line }: ChatLine): ChatMessage {
    const messageId = line.messageId ?? randomUUID();
    const channel = this.#people.channelOf(where);
    const parent = replyTo === undefined ? undefined : (this.#all.get(replyTo) ?? unknownLine(replyTo, channel));
    this.#people.meet(user);
    const thread = parent && (parent.thread ?? parent);
    const at = line.at ?? this.#now();
    this.#all.set(messageId, { messageId, user, text, thread, channelId: channel.id, at, deleted: false });
    const { sharedFrom, bits, rewardId } = line;
    return { channel, user, text, messageId, parent, sharedFrom, bits, rewardId };
  }
}
