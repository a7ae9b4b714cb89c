import { record } from './errors.ts';
import type { GatewayEvent } from './posts.ts';
import { shardOf } from './snowflake.ts';

/** Discord: Gateway, list of intents. */
export const INTENT = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_MODERATION: 1 << 2,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  GUILD_MESSAGE_REACTIONS: 1 << 10,
  DIRECT_MESSAGES: 1 << 12,
  DIRECT_MESSAGE_REACTIONS: 1 << 13,
  MESSAGE_CONTENT: 1 << 15,
} as const;

/** Every bit that means something; a set of intents with another one is invalid (4013). */
export const KNOWN_INTENTS = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

// Longest prefix first. What is not listed needs no intent.
const NEEDED: readonly (readonly [prefix: string, guild: number, direct: number])[] = [
  ['MESSAGE_REACTION_', INTENT.GUILD_MESSAGE_REACTIONS, INTENT.DIRECT_MESSAGE_REACTIONS],
  ['MESSAGE_', INTENT.GUILD_MESSAGES, INTENT.DIRECT_MESSAGES],
  ['GUILD_MEMBER_', INTENT.GUILD_MEMBERS, 0],
  ['GUILD_BAN_', INTENT.GUILD_MODERATION, 0],
  ['GUILD_', INTENT.GUILDS, 0],
  ['CHANNEL_', INTENT.GUILDS, 0],
];

function intentFor({ t, d, guildId }: GatewayEvent, botId: string): number {
  // Discord: Gateway, caveats: the bot hears of its own changes without the members intent.
  if (t === 'GUILD_MEMBER_UPDATE' && record(d.user).id === botId) return 0;
  const found = NEEDED.find(([prefix]) => t.startsWith(prefix));
  return found ? (guildId === undefined ? found[2] : found[1]) : 0;
}

const mentionsBot = (message: Record<string, unknown>, botId: string): boolean =>
  Array.isArray(message.mentions) && message.mentions.some((user) => record(user).id === botId);

/** Discord: message content intent: own messages, direct ones and those that mention the app keep their content. */
function withoutContent(message: Record<string, unknown>, botId: string): Record<string, unknown> {
  const own = record(message.author).id === botId;
  const { referenced_message: referenced } = message;
  const seen = own || mentionsBot(message, botId) ? message : { ...message, ...NOTHING };
  return referenced ? { ...seen, referenced_message: withoutContent(record(referenced), botId) } : seen;
}

const NOTHING = { content: '', embeds: [], attachments: [], components: [] };

export interface SessionStart {
  id: string;
  intents: number;
  shard: readonly [id: number, count: number];
  botId: string;
  /** How many dispatches can be replayed. */
  buffer: number;
}

/** A dispatch as it went out: its number and text. */
export interface Dispatched {
  s: number;
  text: string;
}

/** One Gateway session: it lives on while its socket is gone, and remembers what it said. */
export class Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** Oldest first. */
  sent: Dispatched[] = [];
  seq = 0;
  /** Since when it has no socket, in milliseconds. */
  droppedAt: number | undefined;
  #start: SessionStart;

  constructor(start: SessionStart) {
    this.id = start.id;
    this.intents = start.intents;
    this.shard = start.shard;
    this.#start = start;
  }

  /** Whether this shard and its intents are told of the event. */
  hears(event: GatewayEvent): boolean {
    const needed = intentFor(event, this.#start.botId);
    const isOurs = shardOf(event.guildId, this.shard[1]) === this.shard[0];
    return isOurs && (needed === 0 || (this.intents & needed) !== 0);
  }

  /** Numbers an event and remembers it, with the content that the intents allow. */
  add({ t, d, guildId }: GatewayEvent): Dispatched {
    const hidden = guildId !== undefined && (this.intents & INTENT.MESSAGE_CONTENT) === 0;
    const isMessage = t === 'MESSAGE_CREATE' || t === 'MESSAGE_UPDATE';
    const seen = hidden && isMessage ? withoutContent(d, this.#start.botId) : d;
    this.seq += 1;
    const dispatched = { s: this.seq, text: JSON.stringify({ t, s: this.seq, op: 0, d: seen }) };
    this.sent.push(dispatched);
    if (this.sent.length > this.#start.buffer) this.sent.shift();
    return dispatched;
  }

  /** What came after `seq`, or undefined when that is no longer remembered. */
  after(seq: number): Dispatched[] | undefined {
    const missed = this.sent.filter(({ s }) => s > seq);
    return missed.length === this.seq - seq ? missed : undefined;
  }
}
