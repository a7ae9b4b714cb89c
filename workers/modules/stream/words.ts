import type { Words } from '../../core/words.ts';

/** `{message}` is what the platform's port says, in English, what is wrong and what to do or to run. */
export const words = {
  'no-stream': { en: 'There are no streams on this platform.', de: 'Auf dieser Plattform gibt es keine Streams.' },
  unseen: {
    en: 'I cannot see this channel’s stream: its owner has not connected it, or the platform does not know it.',
    de: 'Ich kann den Stream dieses Kanals nicht sehen: Er ist nicht verbunden, oder die Plattform kennt ihn nicht.',
  },
  nobody: { en: 'I know nobody called "{who}" here.', de: 'Ich kenne hier niemanden namens „{who}“.' },
  usage: { en: 'Usage: {usage}', de: 'So geht es: {usage}' },
  'hint.set': { en: '{prefix}{name} set … changes it.', de: '{prefix}{name} set … ändert das.' },

  uptime: { en: 'The stream has been on for {time}.', de: 'Der Stream läuft seit {time}.' },
  live: {
    en: 'The stream is on; the platform does not say since when.',
    de: 'Der Stream läuft; seit wann, sagt die Plattform nicht.',
  },
  offline: { en: 'The stream is off.', de: 'Der Stream ist aus.' },
  title: { en: 'Title: {title}', de: 'Titel: {title}' },
  'title.none': { en: 'The stream has no title.', de: 'Der Stream hat keinen Titel.' },
  'title.set': { en: 'The title is now: {title}', de: 'Der Titel ist jetzt: {title}' },
  game: { en: 'Game: {game}', de: 'Spiel: {game}' },
  'game.none': { en: 'The stream is filed under nothing.', de: 'Für den Stream ist kein Spiel eingestellt.' },
  'game.set': { en: 'The game is now: {game}', de: 'Das Spiel ist jetzt: {game}' },
  'game.unknown': {
    en: 'There is no game called "{typed}", nor one like it. Nothing was changed.',
    de: 'Es gibt kein Spiel namens „{typed}“, auch kein ähnliches. Nichts wurde geändert.',
  },
  'game.unclear': {
    en: 'Which one is "{typed}"? There are: {near}. Nothing was changed.',
    de: 'Welches ist „{typed}“? Es gibt: {near}. Nichts wurde geändert.',
  },

  follow: { en: '{who} has followed since {date} ({time}).', de: '{who} folgt seit dem {date} ({time}).' },
  'follow.no': { en: '{who} does not follow this channel.', de: '{who} folgt diesem Kanal nicht.' },
  'follow.self': { en: '{who} is whose channel this is.', de: '{who} gehört dieser Kanal.' },
  'follow.unknown': {
    en: 'This platform does not tell who follows.',
    de: 'Diese Plattform verrät nicht, wer folgt.',
  },
  'follow.scope': {
    en: 'I may not see who follows: the owner of this channel has to allow it. To ask: `npm run connect twitch`',
    de: 'Ich darf nicht sehen, wer folgt: Das muss der Inhaber des Kanals erlauben, mit `npm run connect twitch`',
  },
  account: {
    en: '{who} has had this account since {date} ({time}).',
    de: '{who} hat dieses Konto seit dem {date} ({time}).',
  },
  'account.unknown': {
    en: 'This platform does not tell how old accounts are.',
    de: 'Diese Plattform verrät nicht, wie alt Konten sind.',
  },

  clip: {
    en: 'A clip: {url} (it takes some seconds to appear there)',
    de: 'Ein Clip: {url} (er erscheint dort nach einigen Sekunden)',
  },
  marker: { en: 'Marked, {time} into the stream.', de: 'Markiert, {time} nach Beginn des Streams.' },
  raid: {
    en: 'The raid on {who} is being prepared. {prefix}raid cancel stops it.',
    de: 'Der Raid zu {who} wird vorbereitet. {prefix}raid cancel bricht ihn ab.',
  },
  'raid.cancelled': { en: 'The raid is cancelled.', de: 'Der Raid ist abgebrochen.' },
  addVip: { en: '{who} is a VIP now.', de: '{who} ist jetzt VIP.' },
  removeVip: { en: '{who} is no longer a VIP.', de: '{who} ist nicht mehr VIP.' },
  addModerator: { en: '{who} is a moderator now.', de: '{who} ist jetzt Moderator.' },
  removeModerator: { en: '{who} is no longer a moderator.', de: '{who} ist nicht mehr Moderator.' },

  repeated: {
    en: 'I was interrupted and cannot tell whether that happened. Please look before you try again.',
    de: 'Ich wurde unterbrochen und weiß nicht, ob das geschehen ist. Bitte sieh nach, bevor du es wiederholst.',
  },
  late: {
    en: 'I come to that only now, {time} later, so I left it. Please ask again if you still want it.',
    de: 'Dazu komme ich erst jetzt, {time} später, also habe ich es gelassen. Frag noch einmal, wenn du es noch willst.',
  },
  'refused.scope': { en: '{message}', de: 'Das ist mir hier nicht erlaubt. {message}' },
  'refused.not-live': { en: 'Not now: {message}', de: 'Das geht nur, während der Stream läuft. {message}' },
  'refused.not-found': { en: '{message}', de: 'Nicht gefunden. {message}' },
  'refused.forbidden': { en: 'That is not allowed. {message}', de: 'Die Plattform lässt das nicht zu. {message}' },
  'refused.limited': { en: '{message}', de: 'Das war zu oft. {message}' },
  'refused.refused': { en: 'That was not done. {message}', de: 'Das wurde nicht gemacht. {message}' },
  'refused.unsupported': { en: '{message}', de: 'Das geht auf dieser Plattform nicht. {message}' },
  'refused.upstream': { en: '{message}', de: 'Die Plattform hat nicht recht geantwortet. {message}' },
} as const satisfies Words;
