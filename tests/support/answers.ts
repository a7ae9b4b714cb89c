import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { CommunityId, InvocationId } from '../../workers/core/ids.ts';
import type { Invocation } from '../../workers/core/invocation.ts';
import type { OutgoingMessage, SendOutcome } from '../../workers/core/platforms.ts';
import { memories } from '../../workers/modules/memories/index.ts';
import type { Services } from '../../workers/router/services.ts';
import { A_COMMUNITY } from './channel.ts';

export const db = openDatabase(inject('databaseUrl'), () => {}, Date.now);

/** An answer that is known already and waits to be said, in a community of its own. */
export async function aWaitingAnswer(
  more: Partial<Pick<Invocation, 'said' | 'style' | 'visibility'>> & { readonly kind?: string },
) {
  const { kind = 'reminder', said = { text: 'tea' }, ...own } = more;
  const community = crypto.randomUUID() as CommunityId;
  const id = `twitch:1:${kind}-${community}:0` as InvocationId;
  const author = { account: '9', login: 'bob', displayName: 'Bob' };
  const event = { id: 'r1', platform: 'twitch', channel: '1', room: '1', kind, author, text: '', at: 0 };
  const invocation = {
    v: 1,
    id,
    event: { ...event, answer: { by: 'api' }, correlationId: 'c', receivedAt: 0 },
    command: 'remind',
    said,
    prefix: '!',
    community: { ...A_COMMUNITY, id: community },
    visibility: 'public',
    admittedAt: Date.now(),
    ...own,
  } as unknown as Invocation;
  await db.run('test', (d) =>
    d.batch([
      d.execute(sql`insert into communities (id, slug, name) values (${community}::uuid, ${community}, 'Again')`),
      d.execute(sql`insert into invocations (id, community_id, command, invocation, trace, expires_at)
        values (${id}, ${community}::uuid, 'remind', ${JSON.stringify(invocation)}::jsonb, '{}', now() + interval '1 day')`),
      d.execute(
        sql`insert into deliveries (id, community_id, outcome, next_at) values (${id}, ${community}::uuid, '{}', now())`,
      ),
    ]),
  );
  return { community, invocation, said };
}

/** The parts that saying an answer takes, over a platform that takes messages as `send` does. */
export function servicesThat(send: (message: OutgoingMessage) => Promise<SendOutcome>) {
  const woken: unknown[] = [];
  const upstream = {
    acquire: async () => ({ permit: 'granted', waitMs: 0 }),
    release: async () => {},
    hold: async () => {},
  };
  const client = { budget: () => ({ upstream: 'u', limits: [] }), send, readBack: async () => 'unclear' };
  const traits = {
    limits: { length: 500, multiline: false, parts: 3 },
    escape: (text: string) => text,
    readBackDelayMs: 1,
    mention: (account: string) => `<@${account}>`,
  };
  const services = {
    db,
    clock: Date.now,
    log: () => {},
    modules: [memories],
    platforms: { twitch: { client, traits } },
    health: { note: async () => {} },
    feed: { add: () => {} },
    behind: () => {},
    bindings: {
      UPSTREAM: { getByName: () => upstream },
      CHANNEL: { getByName: () => ({ expectEchoes: async () => {} }) },
      AGENDA: { getByName: () => ({ announce: async () => {} }) },
      DELIVERIES: { send: async (body: unknown) => void woken.push(body) },
    },
  } as unknown as Services;
  return { services, woken };
}
