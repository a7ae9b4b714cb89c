import type { Me } from '../../api/session.ts';
import { platformOf } from '../../channels/places.ts';
import type { ReminderDetail } from './queries.ts';

/** Who is mentioned: nobody in particular, whoever sets it, or whom it was set for. */
export type Mention = 'here' | 'me' | 'them';

/** Whom a reminder was set for. */
export interface Mentioned {
  /** The platform’s own id. */
  readonly account: string;
  readonly name: string;
  /** Where they are known; nothing where the reminder is said nowhere in particular. */
  readonly platform: string;
}

export const mentionedIn = ({ target: { channel, mention, mentionName } }: ReminderDetail): Mentioned | null =>
  mention === null ? null : { account: mention, name: mentionName || mention, platform: platformOf(channel ?? '') };

export const ownAccountIn = ({ accounts }: Me, channel: string) =>
  accounts.find(({ platform }) => platform === platformOf(channel));

export const isKnownIn = ({ platform }: Mentioned, channel: string): boolean =>
  platform === '' || channel === '' || platform === platformOf(channel);

/** What of a choice holds in a channel: nobody is mentioned who is not known on its platform. */
export function mentionThere(mention: Mention, channel: string, me: Me, mentioned: Mentioned | null): Mention {
  const isKnown =
    mention === 'them'
      ? mentioned !== null && isKnownIn(mentioned, channel)
      : mention === 'here' || ownAccountIn(me, channel) !== undefined;
  return isKnown ? mention : 'here';
}
