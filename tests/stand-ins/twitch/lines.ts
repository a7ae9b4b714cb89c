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

/** What was said, as far as it can be replied to. */
export class Lines {
  #all = new Map<string, KnownLine>();
  #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  has(messageId: string): boolean {
    return this.#all.has(messageId);
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
    this.#all.set(messageId, { messageId, user, text, thread: parent && (parent.thread ?? parent) });
    const { sharedFrom, bits, rewardId } = line;
    return { channel, user, text, messageId, parent, sharedFrom, bits, rewardId };
  }
}
