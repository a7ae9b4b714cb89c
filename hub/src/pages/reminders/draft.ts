import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import type { Me } from '../../api/session.ts';
import { type Place, placeOfText, placeText } from '../../channels/places.ts';
import type { Language } from '../../words/words.ts';
import { type Mention, type Mentioned, mentionThere } from './mentions.ts';
import type { ReminderDetail } from './queries.ts';
import { type Asked, askedOf, freshWhen, ruleTextOf, type When, whenOf } from './when.ts';

/** A reminder as the editor holds it. */
export interface ReminderDraft {
  readonly text: string;
  readonly when: When;
  /** `platform:id room`; nothing while none is chosen. */
  readonly place: string;
  readonly mention: Mention;
}

/** @param now ms since epoch */
export const freshDraft = (zone: string, place: Place | null, now: number): ReminderDraft => ({
  text: '',
  when: freshWhen(zone, now),
  place: placeText(place),
  mention: 'here',
});

const placeIn = ({ target: { channel, room } }: ReminderDetail): Place | null =>
  channel === null ? null : { channel, room: room ?? '' };

export const draftOf = (reminder: ReminderDetail): ReminderDraft => ({
  text: reminder.text,
  // Counted from a moment that stays: what is not chosen yet is no change.
  when: whenOf(reminder, Date.parse(reminder.createdAt)),
  place: placeText(placeIn(reminder)),
  mention: reminder.target.mention === null ? 'here' : 'them',
});

/** What the API is told of another place or person; nothing where both stay. */
export function movedTo(
  mine: Pick<ReminderDraft, 'place' | 'mention'>,
  before: Pick<ReminderDraft, 'place' | 'mention'>,
  me: Me,
  mentioned: Mentioned | null,
): { readonly channel?: string; readonly room?: string; readonly mention?: string } {
  const place = placeOfText(mine.place);
  const mention = mentionThere(mine.mention, place?.channel ?? '', me, mentioned);
  return {
    ...(place === null || mine.place === before.place ? {} : place),
    ...(mention === before.mention
      ? {}
      : { mention: mention === 'them' && mentioned ? `${mentioned.platform}:${mentioned.account}` : mention }),
  };
}

/** A field that lacks something, as the API would say it. */
export const lacking = (path: string, message: string): ApiError =>
  new ApiError({ status: 400, code: 'INVALID', message, issues: [{ path, message }] });

/**
 * The time to set, and what was said behind it. A phrase is set as it was understood, with whatever else it says left out.
 *
 * @returns null while nothing is said
 */
export async function scheduleOf(
  when: When,
  language: Language,
): Promise<{ readonly asked: Asked; readonly rest: string } | null> {
  const asked = askedOf(when);
  if (asked === null || when.way !== 'phrase') return asked && { asked, rest: '' };
  const { recurrence, next, rest, timezone } = await read(
    api.reminders.preview.$post({ json: { ...asked, count: 1, language } }),
  );
  const [at = ''] = next;
  return { asked: recurrence ? { rrule: ruleTextOf(recurrence), timezone } : { at, timezone }, rest };
}
