export interface SlackChannel {
  id: string;
  name: string;
  /** Default true. */
  botIsMember?: boolean;
  archived?: boolean;
  /** Seen only by its members. */
  private?: boolean;
  /** Only some may write there. */
  readOnly?: boolean;
}

export interface SlackUser {
  id: string;
  /** The handle; the id in lower case unless given. */
  name?: string;
  isAdmin?: boolean;
  isOwner?: boolean;
  isBot?: boolean;
}

export interface MessageMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** A message as conversations.history shows it, with its channel and metadata beside it. */
export interface StoredMessage {
  channel: string;
  metadata?: MessageMetadata;
  message: {
    type: 'message';
    user: string;
    text: string;
    ts: string;
    team: string;
    thread_ts?: string;
    [field: string]: unknown;
  };
}

/** `ts` strings compared as time: seconds and microseconds have more digits than a double keeps. */
export function tsKey(ts: string): string {
  const [seconds = '', fraction = ''] = ts.split('.');
  return `${seconds.padStart(12, '0')}.${fraction.padEnd(6, '0')}`;
}

/** One workspace: its channels, people and messages, in memory. */
export class Workspace {
  readonly channels: Map<string, SlackChannel>;
  readonly users: Map<string, SlackUser>;
  #messages: StoredMessage[] = [];
  #lastMicros = 0;
  #now: () => number;

  constructor(channels: readonly SlackChannel[], users: readonly SlackUser[], now: () => number) {
    this.channels = new Map(channels.map((channel) => [channel.id, { ...channel }]));
    this.users = new Map(users.map((user) => [user.id, user]));
    this.#now = now;
  }

  /** The next message timestamp: Unix seconds with six decimals, unique and growing. */
  nextTs(): string {
    this.#lastMicros = Math.max(this.#now() * 1_000, this.#lastMicros + 100);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(Math.floor(this.#lastMicros % 1_000_000)).padStart(6, '0')}`;
  }

  add(stored: StoredMessage): void {
    this.#messages.push(stored);
  }

  find(channel: string, ts: string): StoredMessage | undefined {
    return this.#messages.find((stored) => stored.channel === channel && stored.message.ts === ts);
  }

  /** Takes a message away and gives it; undefined when there is none. */
  remove(channel: string, ts: string): StoredMessage | undefined {
    const found = this.find(channel, ts);
    if (found) this.#messages.splice(this.#messages.indexOf(found), 1);
    return found;
  }

  /** Channel messages without thread replies, newest first. */
  history(channel: string): StoredMessage[] {
    return this.#messages
      .filter(({ channel: where, message }) => where === channel && (message.thread_ts ?? message.ts) === message.ts)
      .sort((a, b) => (tsKey(a.message.ts) < tsKey(b.message.ts) ? 1 : -1));
  }

  /** A thread's parent and replies, oldest first; empty when there is no such message. */
  thread(channel: string, ts: string): StoredMessage[] {
    return this.#messages.filter(
      ({ channel: where, message }) => where === channel && (message.ts === ts || message.thread_ts === ts),
    );
  }

  clear(): void {
    this.#messages = [];
  }
}
