import { expect, it } from 'vitest';
import type { FeedEntry } from '../core/feed.ts';
import type { Invocation } from '../core/invocation.ts';
import { tellFeedOfSend } from './tell-feed.ts';

const invocation = {
  id: 'discord:1:2:0',
  watched: true,
  event: { platform: 'discord', channel: '1', room: '1', kind: 'command', at: 0 },
  community: { id: 'c' },
  prefix: '!',
  command: 'link',
} as unknown as Invocation;

it('tells who watches that a secret was answered, and not what', () => {
  const told: FeedEntry[] = [];
  const services = { feed: { add: (_: unknown, entry: FeedEntry) => void told.push(entry) }, clock: () => 5 } as never;
  tellFeedOfSend(services, invocation, { status: 'sent', reply: { text: 'Your code is ABCD2345', secret: true } });
  tellFeedOfSend(services, invocation, { status: 'sent', reply: { text: 'Pong!' } });
  expect(told.map((entry) => (entry.is === 'reply' ? entry.text : null))).toEqual(['…', 'Pong!']);
});
