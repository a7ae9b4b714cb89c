import type { ChatEvent, EventKind } from '../workers/core/events.ts';
import { EVENT_KINDS } from '../workers/core/events.ts';
import type { ChannelKey } from '../workers/core/ids.ts';
import { type AdmittedEntry, EVENT } from './admission-log.ts';

/** `2026-11-26`, in a zone. */
export const dayIn = (zone = 'UTC', at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);

/** What kind of event an entry was. */
export const kindOf = ({ command }: AdmittedEntry): EventKind => {
  const kind = EVENT_KINDS.find((known) => command === `${EVENT}${known}`);
  return kind ?? 'message';
};

/** Whether an admitted command is run by whoever brought it. */
export const answersInline = ({ kind, answer }: ChatEvent): boolean => kind === 'command' || answer.by === 'session';

/** Where there are no streams: being live means nothing there. */
export const hasStreams = (channel: ChannelKey): boolean => !/^(?:discord|slack):/.test(channel);

/** The line behind the `#` by which HTTP modules are called, or null where there is none. */
export function moduleLine(event: ChatEvent): string | null {
  if (event.kind !== 'message' && event.kind !== 'command') return null;
  return /^#\S/.test(event.text) ? event.text.slice(1) : null;
}

/** The line without its prefix, or null where the event asks nothing of the bot. */
export function commandLine(event: ChatEvent, prefix: string): string | null {
  if (event.kind === 'command') {
    // People type the prefix after the slash command, too.
    const line = event.text.startsWith(prefix) ? event.text.slice(prefix.length) : event.text;
    return line || 'help';
  }
  if (event.kind !== 'message') return null;
  if (event.text.startsWith(prefix)) {
    const line = event.text.slice(prefix.length);
    return /^\S/.test(line) ? line : null;
  }
  const { addressed } = event.data as ChatEvent<'message'>['data'];
  return addressed && event.text !== '' ? event.text : null;
}
