import { codePoints } from '../core/text.ts';

/** What may be shown of an invocation: names that we give, and where it is from. Nothing that a person wrote or goes by. */
const SHOWN_OF_INVOCATION = [
  'v',
  'command',
  'subcommand',
  'handler.module',
  'handler.callback',
  'effect',
  'visibility',
  'style',
  'notice.reason',
  'community.id',
  'community.slug',
  'event.kind',
  'event.platform',
  'event.channel',
  'event.room',
  'event.correlationId',
  'event.answer.by',
  'event.via',
  'event.author.level',
];
const SHOWN: ReadonlySet<string> = new Set([
  'kind',
  'channel',
  'community',
  ...SHOWN_OF_INVOCATION,
  ...SHOWN_OF_INVOCATION.map((path) => `invocation.${path}`),
]);

/** Of a list, how many of its values are shown. */
const MOST_VALUES = 10;
/** How deep a message is looked into: ours are never deeper. */
const MOST_LEVELS = 8;

/**
 * The shape of a queue's message: every text is only told by its length, unless it is one that WaddleBot itself gave. Tokens,
 * people's words, names and ids are texts like any other.
 */
export const outlineOf = (body: unknown): unknown => outline(body, '', 0);

function outline(value: unknown, path: string, level: number): unknown {
  if (typeof value === 'string') return SHOWN.has(path) ? value : `text of ${codePoints(value)} characters`;
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return 'more';
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_VALUES).map((each) => outline(each, `${path}[]`, level + 1));
    return value.length > MOST_VALUES ? [...shown, `${value.length - MOST_VALUES} more`] : shown;
  }
  const under = (key: string): string => (path === '' ? key : `${path}.${key}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.slice(0, 100),
      // A dot in a key makes no path.
      outline(each, under(key.replaceAll('.', '?')), level + 1),
    ]),
  );
}
