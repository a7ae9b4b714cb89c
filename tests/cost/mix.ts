import type { Tally } from './tally.ts';

/**
 * The mix "evening": what a deployment is sent between eight and ten, when most that are live are live. Its figures are
 * repeated in docs/costs.md.
 *
 * - Of 1,000 linked channels 4 are **busy** (60 messages a minute), 40 **calm** (4 a minute), the others **quiet** (one in
 *   20 minutes). Messages come at random (Poisson).
 * - Six of ten are Twitch broadcasters, where the bot moderates and whose chat shows the bot its own lines again (an
 *   **echo**); four are Slack workspaces, where commands are slash commands, answered in their own request in public, and
 *   Slack tells the app of that line, too. Kick and YouTube cost what Twitch does, Discord's interactions what Slack's do.
 * - 5 of 100 messages are commands. One command in ten is typed again within its cooldown and **refused**; of the others
 *   half have an **effect** in the database, half have none.
 * - A quarter of the Twitch channels belong to a **community of several channels**, which share a limit; all their
 *   commands that are answered have no effect in the database.
 * - Nothing in a channel wants plain messages. Besides the mix, messages are counted of channels where a timer waits for lines
 *   of people: there all of them are **observed**.
 */
export const EVENING = {
  classes: {
    busy: { ofChannels: 0.004, messagesPerMinute: 60 },
    calm: { ofChannels: 0.04, messagesPerMinute: 4 },
    quiet: { ofChannels: 0.956, messagesPerMinute: 0.05 },
  },
  twitch: 0.6,
  commands: 0.05,
  /** Of commands. */
  refused: 0.1,
  /** Of those that are answered. */
  effect: 0.5,
  /** Of Twitch channels. */
  shared: 0.25,
} as const;

export type Class = keyof typeof EVENING.classes;
export const CLASSES = Object.keys(EVENING.classes) as readonly Class[];

/** How many channels are linked, and how many of Cloudflare's isolates share their messages. */
export const SCALES = [
  { channels: 10, isolates: 1 },
  { channels: 1_000, isolates: 2 },
  { channels: 10_000, isolates: 4 },
] as const;
export type Scale = (typeof SCALES)[number];

/** What a message turns out to be. */
const TURNS = ['plain', 'queued', 'effect', 'shared', 'inline', 'inline effect', 'refused'] as const;
/** Outside of the mix. */
const BESIDES = ['observed'] as const;
export type Turn = (typeof TURNS)[number] | (typeof BESIDES)[number];
export type Network = 'twitch' | 'slack';

/** What is met in one class of channels on one platform. */
export interface Case {
  readonly of: Class;
  readonly turn: Turn;
  readonly on: Network;
}

export const caseKey = ({ of, turn, on }: Case): string => `${of} ${turn} ${on}`;

/** Channels of each class; of a few there is one of each. */
export function channelsOf({ channels }: Scale): Record<Class, number> {
  const busy = Math.max(1, Math.round(channels * EVENING.classes.busy.ofChannels));
  const calm = Math.max(1, Math.round(channels * EVENING.classes.calm.ofChannels));
  return { busy, calm, quiet: channels - busy - calm };
}

/** The share of a class's messages on a platform that turn out so. */
function shareOf(turn: Turn, on: Network): number {
  const { commands, refused, effect, shared } = EVENING;
  const answered = commands * (1 - refused);
  const shares: Record<Network, Partial<Record<Turn, number>>> = {
    twitch: {
      queued: answered * (1 - shared) * (1 - effect),
      effect: answered * (1 - shared) * effect,
      shared: answered * shared,
    },
    slack: { inline: answered * (1 - effect), 'inline effect': answered * effect },
  };
  return { plain: 1 - commands, refused: commands * refused, ...shares[on] }[turn] ?? 0;
}

const NETWORKS = ['twitch', 'slack'] as const satisfies readonly Network[];

/** Every case that the mix has, and those besides. */
export const CASES: readonly Case[] = CLASSES.flatMap((of) => [
  ...TURNS.flatMap((turn) => NETWORKS.filter((on) => shareOf(turn, on) > 0).map((on) => ({ of, turn, on }))),
  ...BESIDES.map((turn) => ({ of, turn, on: 'twitch' as const })),
]);

/** How often a case happens, a minute, over all channels; what is besides the mix as often as if all of it were that. */
export function perMinute({ of, turn, on }: Case, scale: Scale): number {
  if (turn === 'observed') return channelsOf(scale)[of] * EVENING.classes[of].messagesPerMinute;
  const onNetwork = on === 'twitch' ? EVENING.twitch : 1 - EVENING.twitch;
  return channelsOf(scale)[of] * EVENING.classes[of].messagesPerMinute * onNetwork * shareOf(turn, on);
}

/** What was counted of a case: in how many messages. */
export interface Measured {
  messages: number;
  readonly tally: Tally;
}
