import { describe, expect, it } from 'vitest';
import { atForm, EMPTY, patchOf, problemsOf } from './form.ts';

const form = {
  name: 'hug',
  replies: [{ text: 'Hi', weight: 1 }],
  set: { level: 'vip', cooldown: { user: 5, channel: 9 } },
} as const;

describe('what goes to the API', () => {
  it('is what was changed and nothing else', () => {
    expect(patchOf(form, form)).toEqual({});
    expect(patchOf(form, { ...form, replies: [{ text: 'Ho', weight: 2 }] })).toEqual({
      replies: [{ text: 'Ho', weight: 2 }],
    });
    expect(patchOf(form, { ...form, set: { ...form.set, hidden: true } })).toEqual({ options: { hidden: true } });
  });

  it('says null for what goes back, also within cooldowns', () => {
    expect(patchOf(form, { ...form, set: { cooldown: { user: 5 } } })).toEqual({
      options: { level: null, cooldown: { user: 5, channel: null } },
    });
  });

  it('has a new name in its one form', () => {
    expect(patchOf(form, { ...form, name: ' KNUDDEL' })).toEqual({ options: { name: 'knuddel' } });
  });
});

it('complaints of the API find their field', () => {
  expect(['replies.0.text', 'options.cooldown.user', 'options.name'].map(atForm)).toEqual([
    'replies.0.text',
    'set.cooldown.user',
    'name',
  ]);
});

it('nobody has to ask a server whether something was left empty', () => {
  const w = { needsText: 'text', needsName: 'name', badName: 'bad' };
  expect([...problemsOf(EMPTY, w)]).toEqual([
    ['name', 'name'],
    ['replies.0.text', 'text'],
  ]);
  expect([...problemsOf({ ...form, name: 'two words' }, w)]).toEqual([['name', 'bad']]);
});
