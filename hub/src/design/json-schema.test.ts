import { expect, it } from 'vitest';
import { z } from 'zod';
import { type JsonSchema, kindOf, plainOf, wordsOf } from './json-schema.ts';

const kinds = (schema: z.ZodObject) => {
  const root = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return Object.fromEntries(
    Object.entries(root.properties ?? {}).map(([name, property]) => [name, kindOf(plainOf(property, root), root)]),
  );
};

it('finds the control for each kind of setting', () => {
  expect(
    kinds(
      z.object({
        on: z.boolean().default(false),
        goal: z.int().min(2).max(50),
        share: z.number(),
        name: z.string().max(25),
        text: z.string().max(400),
        way: z.enum(['open', 'closed']),
        kinds: z.array(z.enum(['a', 'b'])),
        words: z.array(z.string()).max(9),
        limits: z.object({ command: z.int() }),
        texts: z.record(z.string(), z.string()),
        note: z.string().nullable(),
      }),
    ),
  ).toMatchObject({
    on: { kind: 'boolean' },
    goal: { kind: 'number', whole: true, least: 2, most: 50 },
    share: { kind: 'number', whole: false },
    name: { kind: 'text', long: false, most: 25 },
    text: { kind: 'text', long: true },
    way: { kind: 'choice', options: ['open', 'closed'] },
    kinds: { kind: 'choices', options: ['a', 'b'] },
    words: { kind: 'strings', most: 9 },
    limits: { kind: 'group' },
    texts: { kind: 'json' },
    note: { kind: 'text' },
  });
});

it('says nothing of bounds that every whole number has', () => {
  expect(kinds(z.object({ count: z.int() })).count).toEqual({
    kind: 'number',
    whole: true,
    least: undefined,
    most: undefined,
  });
});

it('makes words of the names of settings', () => {
  expect([wordsOf('restMinutes'), wordsOf('rest_minutes'), wordsOf('raids')]).toEqual([
    'Rest minutes',
    'Rest minutes',
    'Raids',
  ]);
});
