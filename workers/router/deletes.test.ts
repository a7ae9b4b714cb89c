import { expect, it } from 'vitest';
import type { ChatEvent } from '../core/events.ts';
import type { DeleteAnswer } from '../core/platforms.ts';
import { deleteMessage } from './deletes.ts';
import type { Services } from './services.ts';

const said = { kind: 'message', platform: 'discord', channel: 'guild', room: 'thread', id: 'm1' } as ChatEvent;

function platformsWith(answer: DeleteAnswer) {
  const asked: string[][] = [];
  const client = {
    deleteMessage: async (...what: string[]) => {
      asked.push(what);
      return answer;
    },
  };
  const platforms = { discord: { client }, slack: { client: {} } } as unknown as Services['platforms'];
  return { asked, platforms };
}

it('asks the event’s platform for its message, in the room it was said in', async () => {
  const { asked, platforms } = platformsWith({ ok: true });
  expect(await deleteMessage({ platforms }, said)).toEqual({ ok: true });
  expect(asked).toEqual([['guild', 'thread', 'm1']]);
  const no = { ok: false, reason: 'forbidden', message: 'no' } as const;
  expect(await deleteMessage(platformsWith(no), said)).toBe(no);
});

it('is unsupported where a platform lets no bot do it, or is off', async () => {
  const { platforms } = platformsWith({ ok: true });
  expect(await deleteMessage({ platforms }, { ...said, platform: 'slack' })).toBe('unsupported');
  expect(await deleteMessage({ platforms }, { ...said, platform: 'kick' })).toBe('unsupported');
});

it('asks for nothing by an id that is no message’s', async () => {
  const { asked, platforms } = platformsWith({ ok: true });
  for (const event of [
    { ...said, kind: 'command' },
    { ...said, kind: 'follow' },
    { ...said, via: 'program' },
  ])
    expect(await deleteMessage({ platforms }, event as ChatEvent)).toBe('unsupported');
  expect(asked).toEqual([]);
});
