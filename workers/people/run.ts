import type { SQL } from 'drizzle-orm';
import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import { inTurn } from '../router/effects.ts';
import type { Services } from '../router/services.ts';
import { pushSettings } from '../router/settings.ts';

/** What the verbs on people work with; who has all of them tells Channels at once, else cron does. */
export type PeopleServices = Pick<Services, 'db' | 'clock' | 'log'> & Partial<Services>;

/** A change that nobody told the Channels of is told by cron after this, ms. */
const TELL_AFTER_MS = 60_000;

/** Runs statements as one transaction in one round trip. @returns the rows of the last, and the communities that were told of */
export async function inOneGo(
  services: PeopleServices,
  name: string,
  statements: readonly SQL[],
): Promise<readonly unknown[]> {
  const { db, bindings, clock } = services;
  await bindings?.AGENDA.getByName('outbox').announce(clock() + TELL_AFTER_MS);
  return db.run(name, (d) => inTurn(d, statements.slice(0, -1), statements.at(-1) as SQL));
}

/** Tells the Channels of communities what counts now. What cannot be told now is told by cron, from the outbox. */
export async function tellChannels(services: PeopleServices, communities: readonly CommunityId[]): Promise<void> {
  if (!isWhole(services)) return;
  for (const community of communities) {
    services.lookUps.forget(community);
    await pushSettings(services, community).catch((error: unknown) =>
      services.log('warn', 'people.settings-not-pushed', { error: describeError(error) }),
    );
  }
}

const isWhole = (services: PeopleServices): services is Services =>
  services.bindings !== undefined && services.lookUps !== undefined && services.settings !== undefined;
