import type { Scope } from '../scope.ts';
import { afterWords, textOf, unquoted, wordTexts } from '../segments.ts';
import type { When } from '../time/dates.ts';
import { parseWhen } from '../time/dates.ts';
import { inFossabotWords, inNightbotWords, inStreamElementsWords } from '../time/lengths.ts';
import { formatMoment } from '../time/moment.ts';
import { isZone, zoneNamed } from '../time/zones.ts';
import { error } from '../words.ts';
import type { Call, Printed, Variable } from './variable.ts';
import { FOSSABOT, STREAMELEMENTS, WORKS } from './variable.ts';

const NIGHTBOT_FORMAT = 'MMMM Do YYYY, h:mm:ss a z [GMT]Z';
const FOSSABOT_FORMAT = 'hh:mm:ss A (z)';
const SHORT_FORMAT = 'HH:mm';
const DAY_MS = 86_400_000;

/** `$(time <zone> "<format>")`, `$(time.<zone>)`; without a zone the community's here, UTC in StreamElements. */
function time(call: Call): Printed {
  const { dialect, scope, members } = call;
  if (dialect === 'streamelements') return clock(call);
  const [typed = members[0]] = wordTexts(call.args);
  if (typed === undefined)
    return dialect === 'native'
      ? formatMoment(scope.now, scope.community.zone, SHORT_FORMAT)
      : error(dialect, 'No timezone provided.');
  const zone = zoneNamed(typed);
  if (zone === null)
    return error(dialect, dialect === 'fossabot' ? 'Invalid timezone.' : `Unknown time zone ${typed}.`);
  const format = textOf(unquoted(afterWords(call.args, 1))).trim();
  return formatMoment(scope.now, zone, format || formatOf(call));
}

function formatOf({ dialect }: Call): string {
  if (dialect === 'nightbot') return NIGHTBOT_FORMAT;
  return dialect === 'fossabot' ? FOSSABOT_FORMAT : SHORT_FORMAT;
}

/** StreamElements' clock knows the database's names only; `timezone` is a member that some put before the zone. */
function clock({ scope, members, args }: Call): string {
  const [member] = members.filter((name) => name.toLowerCase() !== 'timezone');
  const zone = member ?? wordTexts(args)[0] ?? 'UTC';
  return isZone(zone) ? formatMoment(scope.now, zone, SHORT_FORMAT) : `unknown time zone ${zone}`;
}

/** Where no zone is named: the community's, but UTC in Fossabot's documents. */
const whenOf = ({ dialect, scope, args }: Call): When | null =>
  parseWhen(textOf(unquoted(args)), scope.now, dialect === 'fossabot' ? 'UTC' : scope.community.zone);

/** Time until something, and in Fossabot since it where it is over. A bare time comes every day. */
const countdown = (call: Call): Printed => counted(call, 'down');
const countup = (call: Call): Printed => counted(call, 'up');

function counted(call: Call, direction: 'down' | 'up'): string {
  const { dialect, scope, args } = call;
  if (args.length === 0) return error(dialect, 'No timestamp provided.');
  const when = whenOf(call);
  if (!when) return error(dialect, 'Failed to parse timestamp.');
  const at = when.is === 'moment' ? when.at : direction === 'down' ? when.next : when.last;
  if (dialect === 'fossabot') return inFossabotWords(Math.min(at, scope.now), Math.max(at, scope.now));
  return inNightbotWords(Math.max(0, direction === 'down' ? at - scope.now : scope.now - at));
}

/** RFC 3339, or a time of day in UTC; nothing between (StreamElements, "$(time.until)"). */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

function until({ dialect, scope, args }: Call): Printed {
  const typed = textOf(unquoted(args)).trim();
  if (typed === '') return null;
  const at = momentNamed(typed, dialect, scope);
  if (at === null || Number.isNaN(at)) {
    if (dialect !== 'streamelements') return error(dialect, 'Failed to parse timestamp.');
    return `parsing time "${typed}" as "2006-01-02T15:04:05Z07:00": cannot parse "${typed}" as "2006"`;
  }
  return at >= scope.now ? inStreamElementsWords(scope.now, at) : `${inStreamElementsWords(at, scope.now)} ago`;
}

/** Ours takes all that `$(countdown)` takes, in the community's zone. */
function momentNamed(typed: string, dialect: Call['dialect'], { now, community }: Scope): number | null {
  if (dialect === 'native') {
    const when = parseWhen(typed, now, community.zone);
    return when && (when.is === 'moment' ? when.at : when.next);
  }
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed) ?? [];
  if (hour === undefined) return RFC_3339.test(typed) ? Date.parse(typed) : null;
  const today = Math.floor(now / DAY_MS) * DAY_MS + (Number(hour) * 60 + Number(minute)) * 60_000;
  return today > now ? today : today + DAY_MS;
}

export const TIME: readonly Variable[] = [
  {
    names: ['time'],
    of: ['nightbot', 'streamelements', 'fossabot'],
    status: WORKS,
    says: 'the time in a zone, in a format of moment.js where one follows (Nightbot, Fossabot); StreamElements prints `HH:MM`',
    open: true,
    print: time,
  },
  { names: ['currenttime'], of: FOSSABOT, status: WORKS, says: 'the same', print: time },
  {
    names: ['time.until'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'time until a moment (RFC 3339) or the next `HH:MM`, with `ago` where it is over',
    print: until,
  },
  {
    names: ['countdown'],
    of: ['nightbot', 'fossabot'],
    status: WORKS,
    says: 'time until a date, or until a time of day; Fossabot’s also tells the time since',
    print: countdown,
  },
  {
    names: ['countup'],
    of: ['nightbot', 'fossabot'],
    status: WORKS,
    says: 'time since a date or a time of day',
    print: countup,
  },
];
