import { actorOfEvent } from '../core/actors.ts';
import { keyOf } from '../core/events.ts';
import type { Invocation } from '../core/invocation.ts';
import type { LinkWaiting, PeopleDoor } from '../core/people.ts';
import type { Services } from '../router/services.ts';
import { askForCode, codesOf, confirmTyped, noteShown, refuseTyped, typeCode } from './link-codes.ts';
import { whoIs } from './whoami.ts';

/** What a command may ask about who uses it. */
export function peopleDoor(services: Services, { event, community, id }: Invocation): PeopleDoor {
  const account = actorOfEvent(event);
  const asker = { account };
  return {
    ask: () => askForCode(services, asker, `invocation ${id}`),
    type: (code) => typeCode(services, account, keyOf(event), code),
    waiting: async () => {
      const typed = (await codesOf(services, asker)).find(({ status }) => status === 'typed' || status === 'shown');
      if (!typed?.typedBy || !typed.askedBy) return null;
      await noteShown(services, asker, [typed.id]);
      const { askedBy, typedBy, others } = typed;
      return { askedBy, typedBy, others } satisfies LinkWaiting;
    },
    decide: async (confirms) => {
      // In chat nobody proves more than their account.
      if (confirms) return confirmTyped(services, asker, { proved: false });
      const typedBy = await refuseTyped(services, asker);
      return typedBy ? { result: 'refused', typedBy } : { result: 'nothing' };
    },
    whoAmI: () => whoIs(services, community.id, { platform: event.platform, account: event.author.account }),
  };
}
