import * as z from 'zod';
import { inCommunity } from '../../core/api.ts';
import { MAX_COOLDOWN_SECONDS, MAX_REPLY } from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { MAX_PATTERN } from '../../core/keyword-matcher-check.ts';
import { MOST_LINE } from '../../core/keyword-matcher-text.ts';
import { changeOf } from '../history.ts';
import { MAX_LINE } from './actions.ts';
import { MATCHES } from './grammar.ts';
import { MAX_PRIORITY } from './keywords.ts';

const name = z
  .string()
  .max(200)
  .transform(normaliseName)
  .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _');
export const named = inCommunity.extend({ name: z.string().min(1).max(200) });
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(4 * most);
const action = z
  .union([
    z.strictObject({ is: z.literal('reply'), text: text(MAX_REPLY) }),
    z.strictObject({ is: z.literal('run'), line: text(MAX_LINE) }),
    z.strictObject({ is: z.literal('delete') }),
    z.strictObject({ is: z.literal('module'), module: z.string().min(1).max(200) }),
  ])
  .describe(
    'What it does: says a template, runs a command line as the line’s author, deletes the line, asks an HTTP module by its name.',
  );
const compared = {
  match: z
    .enum(MATCHES)
    .describe(
      'How the pattern is compared: with the whole line, as whole words, as a part, as a regular expression (RE2).',
    ),
  pattern: z
    .string()
    .min(1)
    .max(4 * MAX_PATTERN),
  caseSensitive: z.boolean().default(false),
};
const ranked = {
  platforms: z.array(z.enum(PLATFORMS)).min(1).max(PLATFORMS.length).nullable().default(null).describe('Null: all.'),
  priority: z.int().min(-MAX_PRIORITY).max(MAX_PRIORITY).default(0).describe('The highest is tried first.'),
};
const rule = {
  ...compared,
  ...ranked,
  cooldown: z.int().min(0).max(MAX_COOLDOWN_SECONDS).default(0).describe('Seconds before it acts again in a channel.'),
  action,
  enabled: z.boolean().default(true),
};
export const written = z.strictObject({ name, ...rule });
export const replaced = z.strictObject({ name: name.optional(), ...rule });

export const listedKeyword = z.object({
  id: z.string(),
  name: z.string(),
  match: z.enum(MATCHES),
  pattern: z.string(),
  caseSensitive: z.boolean(),
  platforms: z.array(z.string()).nullable(),
  priority: z.number(),
  cooldown: z.number(),
  action: z.record(z.string(), z.unknown()).describe('A module that is gone has the name null.'),
  enabled: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  state: z.string().describe('Named anew by every change: in quotes it is what If-Match takes.'),
});
export const changed = z.object({
  id: z.string(),
  name: z.string(),
  warnings: z
    .array(z.object({ start: z.number(), end: z.number(), message: z.string() }))
    .describe('What its text says as typed, by place.'),
  unknown: z.array(z.string()).describe('Commands that it runs and that are not there.'),
  matchesAll: z.boolean().describe('Whether its pattern leaves no line out.'),
});
export const trial = z
  .strictObject({
    text: z
      .string()
      .max(4 * MOST_LINE)
      .optional()
      .describe('What somebody might write.'),
    channel: z
      .string()
      .regex(/^(?:twitch|discord|slack|youtube|kick):\S{1,100}$/)
      .optional()
      .describe('`platform:id`. Without a text, the lines that were said there last are tried.'),
    rule: z
      .strictObject({
        ...compared,
        ...ranked,
        among: z
          .boolean()
          .default(false)
          .describe('Whether it is tried among those that are kept, in its place; else alone, in place of them.'),
        replaces: z
          .string()
          .max(200)
          .transform(normaliseName)
          .optional()
          .describe('The kept rule that it is a draft of.'),
      })
      .optional()
      .describe('A rule that is not kept.'),
  })
  .refine(({ text: said, channel }) => said !== undefined || channel !== undefined, 'Give a text or a channel.');
export const tried = z.object({
  looked: z.number().describe('Lines that were looked at.'),
  lines: z
    .array(
      z.object({
        id: z.string().nullable(),
        at: z.string().nullable(),
        room: z.string().nullable(),
        author: z.object({ account: z.string(), displayName: z.string() }).nullable(),
        text: z.string(),
        acts: z.string().nullable().describe('The rule that would act; the one in the request has no name.'),
        matched: z.array(z.string()),
        undecided: z.array(z.string()).describe('Rules too ambiguous to be told for such a line: they do not act.'),
        places: z
          .array(z.object({ start: z.number(), end: z.number() }))
          .describe('Where the rule in the request, or else the one that acts, is found in it; in UTF-16 units.'),
      }),
    )
    .describe('Those that some rule matches; of a channel, and with a rule in the request, those that it matches.'),
});
export const keywordChange = changeOf('keyword.add, keyword.edit, keyword.remove, keyword.undo');
