import type { CommunityId } from '../core/ids.ts';
import type { DueCtx, JobCtx } from '../core/modules.ts';
import { systemEffect } from './effects.ts';
import { fireTimer } from './fire.ts';
import { forgetAuthors } from './forget-authors.ts';
import { OpenFeeds } from './open-feeds.ts';
import type { Services } from './services.ts';

/** The longest that a queue delays a message, s (Queues: limits). */
const MOST_DELAY_S = 24 * 3600;
/** What is due later than this is left to the minute's cron, ms. */
const SOON_MS = 90_000;

/** What a module's due work is done with. */
export const dueCtx = (services: Services, now: number): DueCtx => ({
  now,
  log: services.log,
  read: (name, query) => services.db.run(name, query),
  effect: (community, effect) => systemEffect(services, community, effect, now),
  fire: (channel, due) => fireTimer(services, channel, due),
  agenda: async (kind, at) => {
    await services.bindings.AGENDA.getByName(kind).announce(at);
  },
  watched: async () => {
    const feeds = new OpenFeeds(services);
    await feeds.ask();
    return feeds;
  },
  deliver: async (deliveries) => {
    // Not from when the work began: where much is due, what is queued last is queued seconds later.
    const inSeconds = (at: number): number => Math.max(0, Math.round((at - services.clock()) / 1000));
    for (let i = 0; i < deliveries.length; i += 100)
      await services.bindings.DELIVERIES.sendBatch(
        deliveries.slice(i, i + 100).map(({ id, at }) => ({
          body: { v: 1, kind: 'delivery', id } as const,
          delaySeconds: Math.min(MOST_DELAY_S, inSeconds(at)),
        })),
      );
  },
});

/** What a job is done with. */
export const jobCtx = (services: Services, community: CommunityId, now: number): JobCtx => ({
  ...dueCtx(services, now),
  community,
  readPage: (url) => services.readPage(url),
  forgetAuthors: (accounts) => forgetAuthors(services, community, accounts),
});

/** Does a module's due work now. @returns when the next is, ms since epoch, or null */
export async function runDue(services: Services, kind: string, now: number): Promise<number | null> {
  for (const { schedule = [] } of services.modules)
    for (const { name, run } of schedule) if (name === kind) return run(dueCtx(services, now));
  return null;
}

/** Has work done at its time, where the minute's cron would come too late for it. */
export async function wakeAt(services: Services, kind: string, at: number): Promise<void> {
  const inMs = at - services.clock();
  if (inMs > SOON_MS) return;
  const delaySeconds = Math.max(0, Math.ceil(inMs / 1000));
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'due', work: kind }, { delaySeconds });
}
