import { expect, it } from 'vitest';
import { z } from 'zod';
import { kit } from '../words/kit.ts';
import { issueText } from './issue-text.ts';
import { issuesOf, valueAt, withValueAt } from './use-zod-form.ts';

it('sets a value deep inside and changes nothing that was given', () => {
  const before = { name: 'a', limits: { command: 3, reply: 4 } };
  expect(withValueAt(before, 'limits.command', 9)).toEqual({ name: 'a', limits: { command: 9, reply: 4 } });
  expect(before.limits.command).toBe(3);
  expect(valueAt(before, 'limits.reply')).toBe(4);
});

it('finds the fields that the API complains of, and nothing in other failures', () => {
  const refused = Object.assign(new Error('no'), { issues: [{ path: 'json.limits.command', message: 'Too much.' }] });
  expect(issuesOf(refused)).toEqual([{ path: 'limits.command', message: 'Too much.' }]);
  expect(issuesOf(new Error('offline'))).toEqual([]);
  expect(issuesOf(null)).toEqual([]);
});

it('words what zod finds as a person would, and leaves a schema its own words', () => {
  const schema = z.object({
    name: z.string().min(1),
    text: z.string().min(3).max(5),
    goal: z.int().min(2),
    way: z.enum(['open', 'closed']),
    url: z.url({ error: 'Give the address of your page.' }),
  });
  const { error } = schema.safeParse(
    { name: '', text: 'ab', goal: 1, way: 'ajar', url: 'x' },
    { error: (issue) => issueText(issue, kit.en) },
  );
  expect(error?.issues.map((issue) => issue.message)).toEqual([
    'This is needed.',
    'Use at least 3 characters.',
    'Must be 2 or more.',
    'Choose one of the list.',
    'Give the address of your page.',
  ]);
});
