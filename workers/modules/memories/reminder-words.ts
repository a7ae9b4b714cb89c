import type { Words } from '../../core/words.ts';

/** What reminders and time zones say; keys are the module's own. */
export const reminderWords = {
  'remind.usage': {
    en: 'Say when and what: {prefix}remind me in 2h tea, {prefix}remind @pia tomorrow 18:00 raid, {prefix}remind here every monday 9am stand-up. {prefix}reminders lists yours.',
    de: 'Sag, wann und was: {prefix}remind me in 2h Tee, {prefix}remind @pia morgen 18:00 Raid, {prefix}remind here jeden Montag 9 Uhr Treffen. {prefix}reminders zeigt deine.',
  },
  'remind.set': { en: 'Reminder #{number}: {when}.', de: 'Erinnerung #{number}: {when}.' },
  'remind.series': { en: '{when}. Next: {next} ({zone})', de: '{when}. Als Nächstes: {next} ({zone})' },
  'remind.empty': {
    en: 'A reminder needs a text. Write it behind the time: {prefix}remind me in 2h tea.',
    de: 'Eine Erinnerung braucht einen Text. Schreib ihn hinter die Zeit: {prefix}remind me in 2h Tee.',
  },
  'remind.too-long': {
    en: 'That text has {length} characters, and {most} are the most. Make it shorter.',
    de: 'Der Text hat {length} Zeichen, höchstens {most} dürfen es sein. Kürze ihn.',
  },
  'remind.full': {
    en: '{most} open reminders are the most for one person here. Cancel one first: {prefix}reminders lists them.',
    de: 'Mehr als {most} offene Erinnerungen pro Person gehen hier nicht. Storniere erst eine: {prefix}reminders zeigt sie.',
  },
  'remind.nobody': {
    en: 'I know nobody here by "{typed}". Use their name as chat shows it.',
    de: 'Ich kenne hier niemanden namens „{typed}“. Nimm den Namen, wie der Chat ihn zeigt.',
  },
  'remind.past': {
    en: 'That time is over already. Choose one to come.',
    de: 'Diese Zeit ist schon vorbei. Nimm eine, die noch kommt.',
  },
  'remind.far': {
    en: 'That is more than 100 years away. Choose a time before that.',
    de: 'Das ist mehr als 100 Jahre hin. Nimm eine Zeit davor.',
  },
  'remind.over-already': {
    en: 'The last time of that series is over already. Check its start, COUNT and UNTIL.',
    de: 'Das letzte Mal dieser Reihe ist schon vorbei. Prüf ihren Anfang, COUNT und UNTIL.',
  },
  'remind.bad-at': {
    en: '"{typed}" is no date and time between 1970 and 2199. Write it like 2026-12-24T18:00:00, with Z or +01:00 where it is not the zone’s own.',
    de: '„{typed}“ ist keine Zeit zwischen 1970 und 2199. Schreib sie wie 2026-12-24T18:00:00, mit Z oder +01:00, wenn es nicht die der Zone ist.',
  },
  'remind.bad-number': {
    en: '"{typed}" is no number of a reminder. {prefix}reminders lists yours with their numbers.',
    de: '„{typed}“ ist keine Nummer einer Erinnerung. {prefix}reminders zeigt deine mit ihren Nummern.',
  },
  'remind.missing': {
    en: 'There is no reminder #{number} here. {prefix}reminders lists yours.',
    de: 'Eine Erinnerung #{number} gibt es hier nicht. {prefix}reminders zeigt deine.',
  },
  'remind.not-yours': {
    en: 'Reminder #{number} is somebody else’s: only they and moderators may touch it. {prefix}reminders lists yours.',
    de: 'Erinnerung #{number} gehört jemand anderem: nur diese Person und Mods dürfen daran. {prefix}reminders zeigt deine.',
  },
  'remind.over': {
    en: 'Reminder #{number} is over. {prefix}remind snooze {number} 10m brings it again.',
    de: 'Erinnerung #{number} ist vorbei. {prefix}remind snooze {number} 10m holt sie noch einmal.',
  },
  'remind.cancelled-before': {
    en: 'Reminder #{number} was cancelled. Set a new one with {prefix}remind.',
    de: 'Erinnerung #{number} ist storniert. Setz eine neue mit {prefix}remind.',
  },
  'remind.once': {
    en: 'Reminder #{number} comes only once, so there is no next time to skip. {prefix}remind cancel {number} removes it.',
    de: 'Erinnerung #{number} kommt nur einmal, da gibt es nichts zu überspringen. {prefix}remind cancel {number} entfernt sie.',
  },
  'remind.raced': {
    en: 'Reminder #{number} was just changed, or is being said. Look at it with {prefix}remind show {number}, and try again.',
    de: 'Erinnerung #{number} wurde gerade geändert oder gesagt. Sieh mit {prefix}remind show {number} nach und versuch es noch einmal.',
  },
  'remind.stale': {
    en: 'Somebody changed reminder #{number} just now. Look at it with {prefix}remind show {number}, and try again.',
    de: 'Erinnerung #{number} wurde gerade geändert. Sieh mit {prefix}remind show {number} nach und versuch es noch einmal.',
  },
  'remind.unchanged': {
    en: 'Nothing was changed about reminder #{number} since it was due last, so there is nothing to take back.',
    de: 'An Erinnerung #{number} wurde seit dem letzten Mal nichts geändert, da gibt es nichts zurückzunehmen.',
  },
  'remind.passed': {
    en: 'The time of reminder #{number} has passed since. Set a new one with {prefix}remind.',
    de: 'Die Zeit von Erinnerung #{number} ist inzwischen vorbei. Setz eine neue mit {prefix}remind.',
  },
  'remind.none-fired': {
    en: 'No reminder of yours was said yet. Name one by its number: {prefix}remind snooze 12 10m.',
    de: 'Von dir wurde noch keine Erinnerung gesagt. Nenn eine Nummer: {prefix}remind snooze 12 10m.',
  },
  'remind.cancelled': {
    en: 'Reminder #{number} is cancelled: {text}',
    de: 'Erinnerung #{number} ist storniert: {text}',
  },
  'remind.snoozed': { en: 'Reminder #{number} comes again: {when}.', de: 'Erinnerung #{number} kommt wieder: {when}.' },
  'remind.bad-snooze': {
    en: '"{typed}" is no time to put it off. Write it like 10m, 2h or tomorrow 9:00.',
    de: '„{typed}“ ist keine Zeit zum Verschieben. Schreib sie wie 10m, 2h oder morgen 9:00.',
  },
  'remind.skipped': {
    en: 'Reminder #{number} leaves its next time out. Then: {next} ({zone}).',
    de: 'Erinnerung #{number} lässt das nächste Mal aus. Danach: {next} ({zone}).',
  },
  'remind.skipped-last': {
    en: 'Reminder #{number} leaves its last time out, and is over.',
    de: 'Erinnerung #{number} lässt ihr letztes Mal aus und ist vorbei.',
  },
  'remind.moved': {
    en: 'Reminder #{number} is said here from now on: {when}.',
    de: 'Erinnerung #{number} wird ab jetzt hier gesagt: {when}.',
  },
  'remind.elsewhere': {
    en: 'Reminder #{number} is for somebody who is not known here. Set a new one here with {prefix}remind.',
    de: 'Erinnerung #{number} gilt jemandem, den hier niemand kennt. Setz hier eine neue mit {prefix}remind.',
  },
  'remind.undone': {
    en: 'Reminder #{number} is as it was: {when}.',
    de: 'Erinnerung #{number} ist wieder wie vorher: {when}.',
  },
  'remind.shown': { en: '#{number} "{text}": {when}.', de: '#{number} „{text}“: {when}.' },
  'remind.shown-over': { en: '#{number} "{text}": {status}.', de: '#{number} „{text}“: {status}.' },
  'remind.status.done': { en: 'it is over', de: 'sie ist vorbei' },
  'remind.status.cancelled': { en: 'it was cancelled', de: 'sie ist storniert' },
  'remind.status.missed': { en: 'nobody was there to say it in time', de: 'niemand konnte sie rechtzeitig sagen' },
  'remind.list': { en: 'Your reminders: {list}', de: 'Deine Erinnerungen: {list}' },
  'remind.list.line': { en: '#{number} {when} {text}', de: '#{number} {when} {text}' },
  'remind.list.more': { en: '… and {more} more', de: '… und {more} weitere' },
  'remind.list.none': {
    en: 'You have no open reminders here. {prefix}remind me in 2h tea sets one.',
    de: 'Du hast hier keine offenen Erinnerungen. {prefix}remind me in 2h Tee setzt eine.',
  },
  'zone.own': {
    en: 'Your time zone is {zone}, where it is {time} now.',
    de: 'Deine Zeitzone ist {zone}, dort ist es jetzt {time}.',
  },
  'zone.community': {
    en: 'You have no time zone of your own, so the community’s counts: {zone}, where it is {time} now. {prefix}timezone Europe/Berlin sets yours.',
    de: 'Du hast keine eigene Zeitzone, also gilt die der Community: {zone}, dort ist es jetzt {time}. {prefix}timezone Europe/Berlin setzt deine.',
  },
  'zone.set': {
    en: 'Your time zone is {zone} now, where it is {time}. Reminders that are set already stay as they are.',
    de: 'Deine Zeitzone ist jetzt {zone}, dort ist es {time}. Gesetzte Erinnerungen bleiben, wie sie sind.',
  },
  'zone.removed': {
    en: 'Your time zone is forgotten; the community’s counts: {zone}.',
    de: 'Deine Zeitzone ist vergessen, es gilt die der Community: {zone}.',
  },
  'zone.unknown': {
    en: 'I know no time zone "{typed}". Use a name like Europe/Berlin, or a large city in it.',
    de: 'Ich kenne keine Zeitzone „{typed}“. Nimm einen Namen wie Europe/Berlin oder eine große Stadt darin.',
  },
  'zone.several': {
    en: '"{typed}" can be {zones}. Say which: {prefix}timezone {first}.',
    de: '„{typed}“ kann {zones} sein. Sag, welche: {prefix}timezone {first}.',
  },
} as const satisfies Words;
