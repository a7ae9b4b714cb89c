/** Where something is said: a room of a channel. */
export interface Place {
  /** `platform:id` */
  readonly channel: string;
  readonly room: string;
}

/** Platforms whose channels have but one room. */
const ONE_ROOM: readonly string[] = ['twitch', 'kick', 'youtube'];

export const platformOf = (channel: string): string => channel.slice(0, Math.max(0, channel.indexOf(':')));
export const hasOneRoom = (channel: string): boolean => ONE_ROOM.includes(platformOf(channel));

/** A channel that is its own only room, as a place. */
export const onlyPlaceOf = (channel: string): Place => ({ channel, room: channel.slice(channel.indexOf(':') + 1) });

/** A place in one text, as drafts and lists of choices hold it; nothing for none. */
export const placeText = (place: Place | null): string => (place === null ? '' : `${place.channel} ${place.room}`);

export function placeOfText(text: string): Place | null {
  const [channel = '', room = ''] = text.split(' ');
  return channel === '' ? null : { channel, room };
}
