import * as z from 'zod';
import { COOLDOWN_NOTICES, MAX_COOLDOWN_SECONDS, MAX_REPLY, MAX_WEIGHT, REPLY_STYLES } from './command-limits.ts';
import { isCommandName, normaliseName } from './commands.ts';
import { PLATFORMS } from './ids.ts';
import { LEVELS } from './levels.ts';
import { DIALECTS } from './templates/nodes.ts';
import { codePoints } from './text.ts';

export {
  COOLDOWN_NOTICES,
  type CommandReply,
  type CooldownNotice,
  MAX_COOLDOWN_SECONDS,
  MAX_REPLIES,
  MAX_REPLY,
  MAX_WEIGHT,
  REPLY_STYLES,
  type ReplyStyle,
} from './command-limits.ts';

/** Accounts that one of a command's lists may name. */
export const MAX_LISTED = 100;

export const commandReply = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .refine((text) => codePoints(text) <= MAX_REPLY, `is longer than ${MAX_REPLY} characters`),
  weight: z.int().min(1).max(MAX_WEIGHT).default(1),
});

const seconds = z.int().min(0).max(MAX_COOLDOWN_SECONDS);
const label = z
  .string()
  .transform(normaliseName)
  .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _');
/** `platform:id`, by the platform's own user id. */
export const accountKey = z.string().regex(/^(?:twitch|discord|slack|youtube|kick):\S{1,100}$/);

/** What a command is for, as `toldSummary` tells it. */
export const summaryFields = {
  summary: z.string().describe('What it is for: in English where it is built in, else as people wrote it.'),
  summaries: z
    .object({ en: z.string(), de: z.string() })
    .nullable()
    .describe('The same in each language; null where people wrote it.'),
};

/** What a community may set on any command, built in or its own. What is absent is as the command declares it. */
export const commandOptions = z.strictObject({
  enabled: z.boolean().optional(),
  /** The name it answers to. */
  name: label.optional(),
  level: z.enum(LEVELS).optional(),
  cooldown: z
    .strictObject({
      user: seconds.optional(),
      channel: seconds.optional(),
      /** Before anybody may use another command of the same group. */
      group: seconds.optional(),
      exempt: z.enum(LEVELS).optional(),
      notice: z.enum(COOLDOWN_NOTICES).optional(),
    })
    .optional(),
  group: label.optional(),
  category: label.optional(),
  platforms: z.array(z.enum(PLATFORMS)).min(1).optional(),
  /** Only while the channel is live, or only while it is not; channels without streams know no such time. */
  live: z.enum(['live', 'offline']).optional(),
  hidden: z.boolean().optional(),
  style: z.enum(REPLY_STYLES).optional(),
  /** Whose rules the text follows, where bots differ. */
  dialect: z.enum(DIALECTS).optional(),
  /** Accounts that may use it whatever their level, and those that may not. */
  allow: z.array(accountKey).max(MAX_LISTED).optional(),
  deny: z.array(accountKey).max(MAX_LISTED).optional(),
  /** When it stops answering, and what becomes of it then. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  onExpiry: z.enum(['disable', 'delete']).optional(),
});
export type CommandOptions = z.infer<typeof commandOptions>;
