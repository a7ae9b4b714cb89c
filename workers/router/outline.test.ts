import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage } from '../../tests/support/channel.ts';
import { outlineOf } from './outline.ts';

const SECRET = 'nobody-may-read-this';

const invocation = {
  v: 1,
  id: `twitch:1000001:${SECRET}:0`,
  event: {
    ...aMessage('m1', `!remind me ${SECRET}`, 1_000),
    author: { account: SECRET, login: SECRET, displayName: SECRET, level: 'moderator', badges: [SECRET] },
    attachments: [SECRET],
    mentions: [SECRET],
    data: { options: { text: SECRET } },
    answer: { by: 'discord-interaction', applicationId: SECRET, id: SECRET, token: SECRET },
  },
  command: 'remind',
  prefix: '!',
  args: SECRET,
  effect: 'database',
  visibility: 'public',
  community: A_COMMUNITY,
  admittedAt: 1_000,
};

describe('the outline of a message', () => {
  it('tells what it is about and from where', () => {
    expect(outlineOf(invocation)).toMatchObject({
      command: 'remind',
      effect: 'database',
      community: { slug: 'demo' },
      admittedAt: 1_000,
      event: {
        kind: 'message',
        platform: 'twitch',
        channel: '1000001',
        correlationId: 'c-m1',
        text: 'text of 31 characters',
        answer: { by: 'discord-interaction', token: 'text of 20 characters' },
        author: { level: 'moderator', account: 'text of 20 characters' },
      },
    });
  });

  it('tells the same of an invocation that travels inside a wake-up', () => {
    const outlined = outlineOf({ v: 1, kind: 'reply', invocation, reply: { text: SECRET, parts: [SECRET] }, tries: 2 });
    expect(outlined).toMatchObject({ kind: 'reply', tries: 2, invocation: { command: 'remind' } });
    expect(JSON.stringify(outlined)).not.toContain(SECRET);
  });

  it('shows no text that people wrote, nor a token, nor whom it is about', () => {
    expect(JSON.stringify(outlineOf(invocation))).not.toContain(SECRET);
  });

  it('goes by the whole path: a word in another place is not the word we gave', () => {
    const posing = {
      reply: { kind: SECRET, command: SECRET },
      event: { data: { platform: SECRET, event: { kind: SECRET } } },
    };
    expect(JSON.stringify(outlineOf(posing))).not.toContain(SECRET);
    // A dot in a key makes no path.
    const dotted = { 'event.kind': SECRET, event: { 'answer.by': SECRET }, 'e.vent': { kind: SECRET } };
    expect(JSON.stringify(outlineOf(dotted))).not.toContain(SECRET);
  });

  it('stays small, however long or deep the message is', () => {
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), SECRET);
    const outlined = outlineOf({ deep, many: Array.from({ length: 1_000 }, (_, n) => n), bare: null });
    expect(JSON.stringify(outlined).length).toBeLessThan(400);
    expect(outlined).toMatchObject({ bare: null, many: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, '990 more'] });
  });
});
