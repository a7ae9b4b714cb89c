// What pages have to know of commands as well: no schema stands here, for that would be a library to load.

/** How an answer is shown: as a line, behind the asker's name, under their message, or to them alone where there is that. */
export const REPLY_STYLES = ['say', 'mention', 'reply', 'ephemeral'] as const;
export type ReplyStyle = (typeof REPLY_STYLES)[number];

/** What somebody hears who has to wait: nothing, once for each wait, or always and alone. */
export const COOLDOWN_NOTICES = ['nothing', 'once', 'ephemeral'] as const;
export type CooldownNotice = (typeof COOLDOWN_NOTICES)[number];

/** Longest cooldown, s: a day, as long as the Channel remembers what it admitted. */
export const MAX_COOLDOWN_SECONDS = 86_400;
/** Longest text of one reply, in code points: it fits every platform that shows 500. */
export const MAX_REPLY = 500;
export const MAX_REPLIES = 20;
export const MAX_WEIGHT = 1_000;

export interface CommandReply {
  readonly text: string;
  /** How often it is chosen, against the other replies' weights. */
  readonly weight: number;
}
