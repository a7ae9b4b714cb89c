import * as z from 'zod';
import { commandOptions } from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { DIALECTS } from '../../core/templates/nodes.ts';
import { timerSchedule } from '../timers/state.ts';
import { storable } from './fields.ts';
import { KINDS, MAX_FILE, MAX_LINES, REASONS, type ReasonCode, SOURCES, STATUSES } from './lines.ts';

const CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

export const text = z.string().min(1).max(MAX_FILE).describe('The file, as it is.');
export const file = z
  .string()
  .max(200)
  .transform((name) => storable(name).trim())
  .default('')
  .describe('What the file is called.');
export const wanted = z
  .array(
    z.strictObject({
      id: z
        .string()
        .regex(/^[\w.[\]-]{1,200}$/, 'is no line of ours')
        .describe('The line’s, as the preview tells it.'),
      name: z
        .string()
        .max(200)
        .transform(normaliseName)
        .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _, without the prefix')
        .optional()
        .describe('Another name than the file has.'),
    }),
  )
  .min(1)
  .max(MAX_LINES)
  .describe('The lines that are to come, each once.');

const reasonShape = z.object({
  code: z.enum(CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

const becomes = z
  .union([
    z.object({
      is: z.literal('command'),
      name: z.string(),
      text: z.string(),
      dialect: z.enum(DIALECTS),
      options: commandOptions,
    }),
    z.object({ is: z.literal('alias'), name: z.string(), command: z.string(), options: commandOptions }),
    z.object({ is: z.literal('counter'), name: z.string(), value: z.number() }),
    z.object({
      is: z.literal('keyword'),
      name: z.string(),
      match: z.string(),
      pattern: z.string(),
      runs: z.string().describe('The command that it runs, as whoever wrote the line.'),
    }),
    z.object({
      is: z.literal('timer'),
      name: z.string(),
      texts: z.array(z.string()),
      schedule: timerSchedule,
      minLines: z.number(),
      live: z.enum(['live', 'offline']).nullable(),
      enabled: z.boolean(),
    }),
    z.object({
      is: z.literal('quote'),
      text: z.string(),
      author: z.string(),
      category: z.string().nullable(),
      game: z.string().nullable(),
      title: z.string().nullable(),
      saidAt: z.string().nullable(),
    }),
  ])
  .describe('What it would be here.');

const plannedLine = z.object({
  id: z.string().describe('The same for the same file.'),
  place: z.string().describe('Where it stands in the file: `commands[3].aliases[0]`.'),
  kind: z.enum(KINDS),
  typed: z.string().describe('Its name, as the file has it.'),
  name: z.string(),
  of: z.string().nullable().describe('The line it comes with: the command of an alias, a counter or a keyword.'),
  status: z.enum(STATUSES),
  reasons: z.array(reasonShape).min(1),
  becomes: becomes.nullable().describe('Null where it does not come.'),
  there: z
    .object({ kind: z.string(), name: z.string(), text: z.string().nullable() })
    .nullable()
    .describe('What has its name already.'),
  needsName: z.boolean().describe('Whether it comes only under another name.'),
  suggestion: z.string().nullable().describe('A name that is free.'),
});

const fault = z.object({
  result: z.literal('fault'),
  fault: z.enum([
    'empty',
    'not-json',
    'no-text-column',
    'other-source',
    'unknown-shape',
    'answer-is-error',
    'too-many',
  ]),
  line: z.number().optional(),
  column: z.number().optional(),
  is: z.enum(SOURCES).optional().describe('Where the file is from, if not from there.'),
  header: z.string().optional(),
  says: z.string().optional(),
  most: z.number().optional(),
});

export const previewed = z.union([
  z.object({
    result: z.literal('read'),
    counts: z.record(z.enum(STATUSES), z.number()),
    lines: z.array(plannedLine),
  }),
  fault,
]);

export const applied = z.object({
  id: z.string().nullable().describe('The import, to be taken back by; null where nothing was made.'),
  made: z.array(
    z.object({
      line: z.string(),
      kind: z.enum(KINDS),
      id: z.string().nullable(),
      name: z.string().describe('A quote’s is its number.'),
    }),
  ),
  left: z.array(z.object({ id: z.string(), reason: reasonShape })).describe('Lines that stayed behind, and why.'),
});

export const pastImport = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.record(z.string(), z.unknown()),
  source: z.enum(SOURCES),
  file: z.string(),
  counts: z.record(z.string(), z.number()).describe('What was made, by kind.'),
  left: z.number(),
  undone: z.object({ at: z.string(), removed: z.number(), kept: z.number() }).nullable(),
});

export const undone = z.object({
  removed: z.number(),
  kept: z
    .array(z.object({ kind: z.enum(KINDS), name: z.string(), why: z.enum(['changed', 'gone']) }))
    .describe('What stays: somebody changed it since, or it is not there any more.'),
});
