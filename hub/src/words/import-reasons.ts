import { defineWords } from './words.ts';

/** What a reason is about, as the API tells it. */
export type ReasonParams = Readonly<Record<string, string | number>>;

/** Why a line of a file comes as it does, by the API's codes. */
export const importReasons = defineWords({
  'as-it-was': { en: () => 'Works here as it did there.', de: () => 'Läuft hier wie dort.' },
  'alias-of': {
    en: ({ target }: ReasonParams) => `Another name for ${target}.`,
    de: ({ target }: ReasonParams) => `Ein anderer Name für ${target}.`,
  },
  'count-unused': {
    en: ({ count }: ReasonParams) =>
      `It was used ${count} times. The text does not tell that, so the number stays behind.`,
    de: ({ count }: ReasonParams) =>
      `Wurde ${count}-mal benutzt. Der Text sagt das nicht, deshalb bleibt die Zahl zurück.`,
  },
  'cooldown-unknown': {
    en: () => 'This file does not tell its cooldown: it comes without one.',
    de: () => 'Diese Datei sagt nicht, wie lang die Wartezeit war: Er kommt ohne.',
  },
  'keyword-of': {
    en: ({ target }: ReasonParams) => `Runs ${target} when somebody writes these words.`,
    de: ({ target }: ReasonParams) => `Führt ${target} aus, wenn jemand diese Worte schreibt.`,
  },
  'lines-since': {
    en: ({ lines }: ReasonParams) =>
      `Waits for ${lines} lines of chat since it last spoke; there it looked at the last five minutes.`,
    de: ({ lines }: ReasonParams) =>
      `Wartet auf ${lines} Zeilen Chat, seit er zuletzt sprach; dort zählten die letzten fünf Minuten.`,
  },
  'name-changed': {
    en: ({ from, to }: ReasonParams) => `“${from}” is called ${to} here: names are one word.`,
    de: ({ from, to }: ReasonParams) => `„${from}“ heißt hier ${to}: Namen sind ein Wort.`,
  },
  'several-texts': {
    en: ({ count }: ReasonParams) => `Its ${count} texts take turns, as there.`,
    de: ({ count }: ReasonParams) => `Seine ${count} Texte wechseln sich ab, wie dort.`,
  },
  'starts-at': {
    en: ({ count }: ReasonParams) => `Goes on from ${count}.`,
    de: ({ count }: ReasonParams) => `Zählt ab ${count} weiter.`,
  },
  reserved: {
    en: ({ platforms }: ReasonParams) => `With a slash this word is ${platforms}’s own. With your prefix it is yours.`,
    de: ({ platforms }: ReasonParams) =>
      `Mit Schrägstrich gehört das Wort ${platforms}. Mit deinem Präfix gehört es dir.`,
  },
  'unknown-variable': {
    en: ({ name }: ReasonParams) => `${name} is no variable we know. It stays in the text as it is.`,
    de: ({ name }: ReasonParams) => `${name} ist keine Variable, die wir kennen. Sie bleibt so im Text stehen.`,
  },
  'unread-template': {
    en: ({ near }: ReasonParams) => `A variable is never closed or has no name: ${near}`,
    de: ({ near }: ReasonParams) => `Eine Variable wird nie geschlossen oder hat keinen Namen: ${near}`,
  },
  'joins-later': {
    en: ({ name }: ReasonParams) => `$(${name}) does not work here yet. It says so until then.`,
    de: ({ name }: ReasonParams) => `$(${name}) gibt es hier noch nicht. Bis dahin sagt der Text das.`,
  },
  'not-offered': {
    en: ({ name }: ReasonParams) => `$(${name}) is not offered here. It says so in its place.`,
    de: ({ name }: ReasonParams) => `$(${name}) gibt es hier nicht. An seiner Stelle steht ein Hinweis.`,
  },
  'needs-account': {
    en: ({ name }: ReasonParams) => `$(${name}) works where the broadcaster has connected their own account.`,
    de: ({ name }: ReasonParams) => `$(${name}) geht, wo das Konto des Streamers selbst verbunden ist.`,
  },
  'changes-stream': {
    en: ({ name }: ReasonParams) =>
      `$(${name}) changes the stream. It needs the broadcaster’s own account; look who may use it.`,
    de: ({ name }: ReasonParams) =>
      `$(${name}) ändert den Stream. Dafür muss das Konto des Streamers verbunden sein; sieh nach, wer das darf.`,
  },
  fetches: {
    en: ({ host }: ReasonParams) =>
      `Asks ${host} each time, and says what that answers. Bring it if you trust that address.`,
    de: ({ host }: ReasonParams) =>
      `Fragt jedes Mal ${host} und sagt, was von dort kommt. Bring es mit, wenn du der Adresse traust.`,
  },
  'script-takes-text': {
    en: ({ name }: ReasonParams) =>
      `A script is given $(${name}), which others write. Here that is never more than text; see whether it still says what it should.`,
    de: ({ name }: ReasonParams) =>
      `Ein Skript bekommt $(${name}), das andere schreiben. Hier ist das nie mehr als Text; sieh nach, ob es noch das Richtige sagt.`,
  },
  'timer-dialect': {
    en: () => 'It has variables, and timers speak WaddleBot’s own dialect. Look at the preview.',
    de: () => 'Er hat Variablen, und Timer sprechen WaddleBots eigenen Dialekt. Sieh dir die Vorschau an.',
  },
  whisper: {
    en: () => 'It was whispered. Here only the asker sees it where the platform has that, else everybody does.',
    de: () => 'Er wurde geflüstert. Hier sieht ihn nur, wer fragt, wo die Plattform das kann, sonst alle.',
  },
  'style-unknown': {
    en: ({ style }: ReasonParams) => `Its kind of answer (${style}) is not known: it is said as a line.`,
    de: ({ style }: ReasonParams) => `Seine Art zu antworten (${style}) ist nicht bekannt: Er wird als Zeile gesagt.`,
  },
  cost: {
    en: ({ cost }: ReasonParams) => `It cost ${cost} points. Points come later, so it is free until then.`,
    de: ({ cost }: ReasonParams) => `Er kostete ${cost} Punkte. Punkte kommen später, bis dahin ist er umsonst.`,
  },
  'level-regulars': {
    en: () => 'It was for regulars, a level that is not here: VIPs and up may use it.',
    de: () => 'Er war für Stammgäste, eine Stufe, die es hier nicht gibt: VIPs und höher dürfen ihn benutzen.',
  },
  'level-unknown': {
    en: ({ level }: ReasonParams) => `The level “${level}” is not known: a stricter one takes its place.`,
    de: ({ level }: ReasonParams) => `Die Stufe „${level}“ ist nicht bekannt: Eine strengere steht dafür.`,
  },
  'roles-narrowed': {
    en: ({ roles }: ReasonParams) =>
      `${roles} could use it, and somebody above them could not. Levels have no gaps here, so they cannot either.`,
    de: ({ roles }: ReasonParams) =>
      `${roles} durfte ihn benutzen, jemand darüber aber nicht. Stufen haben hier keine Lücken, also darf es keiner von beiden.`,
  },
  'roles-unknown': {
    en: ({ roles }: ReasonParams) => `The role ${roles} is not here. Whoever had it cannot use it until you allow it.`,
    de: ({ roles }: ReasonParams) =>
      `Die Rolle ${roles} gibt es hier nicht. Wer sie hatte, darf erst, wenn du es erlaubst.`,
  },
  'cooldown-rounded': {
    en: ({ seconds, now }: ReasonParams) => `Its cooldown of ${seconds} s is ${now} s here: whole seconds only.`,
    de: ({ seconds, now }: ReasonParams) =>
      `Aus ${seconds} s Wartezeit werden ${now} s: Hier gibt es nur ganze Sekunden.`,
  },
  'cooldown-cut': {
    en: ({ seconds }: ReasonParams) => `Its cooldown of ${seconds} s is a day here, the longest there is.`,
    de: ({ seconds }: ReasonParams) => `Aus ${seconds} s Wartezeit wird ein Tag, länger geht es nicht.`,
  },
  'other-prefix': {
    en: ({ typed }: ReasonParams) => `It was typed ${typed}. Here it has your prefix.`,
    de: ({ typed }: ReasonParams) => `Getippt wurde ${typed}. Hier hat er dein Präfix.`,
  },
  'interval-rounded': {
    en: ({ minutes, now }: ReasonParams) => `It spoke every ${minutes} min, here every ${now}: whole minutes only.`,
    de: ({ minutes, now }: ReasonParams) => `Er sprach alle ${minutes} min, hier alle ${now}: nur ganze Minuten.`,
  },
  'interval-short': {
    en: ({ minutes, now }: ReasonParams) => `It spoke every ${minutes} min. The shortest here is ${now}.`,
    de: ({ minutes, now }: ReasonParams) => `Er sprach alle ${minutes} min. Kürzer als ${now} geht es hier nicht.`,
  },
  'interval-long': {
    en: ({ minutes, now }: ReasonParams) => `It spoke every ${minutes} min. The longest here is ${now}.`,
    de: ({ minutes, now }: ReasonParams) => `Er sprach alle ${minutes} min. Länger als ${now} geht es hier nicht.`,
  },
  'lines-cut': {
    en: ({ lines, now }: ReasonParams) => `It waited for ${lines} lines of chat. The most here is ${now}.`,
    de: ({ lines, now }: ReasonParams) => `Er wartete auf ${lines} Zeilen Chat. Mehr als ${now} geht hier nicht.`,
  },
  'cron-hours': {
    en: ({ cron }: ReasonParams) =>
      `${cron} names hours, and the file does not say in which time zone. Here they are your community’s.`,
    de: ({ cron }: ReasonParams) =>
      `${cron} nennt Stunden, und die Datei sagt nicht, in welcher Zeitzone. Hier gilt die deiner Community.`,
  },
  conditions: {
    en: () => 'It spoke only under some titles or categories. Here it speaks under all of them.',
    de: () => 'Er sprach nur bei manchen Titeln oder Kategorien. Hier spricht er bei allen.',
  },
  'target-missing': {
    en: ({ target }: ReasonParams) => `It stands for ${target}, which is neither in this file nor here.`,
    de: ({ target }: ReasonParams) => `Er steht für ${target}, das weder in der Datei noch hier ist.`,
  },
  'target-built-in': {
    en: ({ target }: ReasonParams) =>
      `It stands for ${target}, which is built in here and may do something else than there.`,
    de: ({ target }: ReasonParams) =>
      `Er steht für ${target}, das hier eingebaut ist und etwas anderes tun kann als dort.`,
  },
  'alias-variable': {
    en: ({ name }: ReasonParams) => `An alias cannot hand over ${name}. It stays as text.`,
    de: ({ name }: ReasonParams) => `Ein Alias kann ${name} nicht weitergeben. Es bleibt als Text stehen.`,
  },
  regex: {
    en: ({ pattern }: ReasonParams) => `A regular expression: ${pattern}. Try it on some lines afterwards.`,
    de: ({ pattern }: ReasonParams) => `Ein regulärer Ausdruck: ${pattern}. Probier ihn danach an ein paar Zeilen aus.`,
  },
  full: {
    en: ({ most }: ReasonParams) =>
      most === undefined
        ? 'There was no room left.'
        : `There is room for ${most}. Leave others out, or remove some first.`,
    de: ({ most }: ReasonParams) =>
      most === undefined
        ? 'Es war kein Platz mehr.'
        : `Platz ist für ${most}. Lass andere weg, oder entferne erst welche.`,
  },
  'bad-name': {
    en: ({ typed }: ReasonParams) => `“${typed}” cannot be a name here. Give it one of letters, digits, - or _.`,
    de: ({ typed }: ReasonParams) =>
      `„${typed}“ kann hier kein Name sein. Gib ihm einen aus Buchstaben, Ziffern, - oder _.`,
  },
  'quote-broken': {
    en: () => 'Its quotation marks do not match. Look whether the text is right.',
    de: () => 'Die Anführungszeichen passen nicht zusammen. Sieh nach, ob der Text stimmt.',
  },
  'quote-columns': {
    en: ({ found, expected }: ReasonParams) =>
      `It has ${found} cells, and ${expected} are expected. Look whether the text was cut.`,
    de: ({ found, expected }: ReasonParams) =>
      `Die Zeile hat ${found} Zellen, erwartet sind ${expected}. Sieh nach, ob der Text abgeschnitten ist.`,
  },
  'quote-encoding': {
    en: () => 'It has characters that could not be read. Save the file as UTF-8.',
    de: () => 'Manche Zeichen ließen sich nicht lesen. Speichere die Datei als UTF-8.',
  },
  'quote-author-guessed': {
    en: ({ author }: ReasonParams) => `${author} was taken out of the text as who said it.`,
    de: ({ author }: ReasonParams) => `${author} stand im Text und gilt als die Person, die es gesagt hat.`,
  },
  'quote-pending': {
    en: () => 'It was waiting for approval where it comes from.',
    de: () => 'Es wartete dort noch auf Freigabe.',
  },
  'quote-date-unknown': {
    en: ({ typed }: ReasonParams) => `“${typed}” is no date we know: it counts as said now.`,
    de: ({ typed }: ReasonParams) => `„${typed}“ ist kein Datum, das wir kennen: Es gilt als jetzt gesagt.`,
  },
  'quote-date-future': {
    en: ({ typed }: ReasonParams) => `“${typed}” is still to come.`,
    de: ({ typed }: ReasonParams) => `„${typed}“ liegt noch in der Zukunft.`,
  },
  'quote-date-ambiguous': {
    en: ({ typed }: ReasonParams) => `“${typed}” may be two days: it counts as said now. Write it as 2026-11-26.`,
    de: ({ typed }: ReasonParams) =>
      `„${typed}“ kann zwei Tage meinen: Es gilt als jetzt gesagt. Schreib es als 2026-11-26.`,
  },
  'name-builtin': {
    en: ({ name }: ReasonParams) => `${name} is built in here.`,
    de: ({ name }: ReasonParams) => `${name} ist hier eingebaut.`,
  },
  'name-custom': {
    en: ({ name }: ReasonParams) => `There is a command ${name} already.`,
    de: ({ name }: ReasonParams) => `Es gibt schon einen Befehl ${name}.`,
  },
  'name-alias': {
    en: ({ name }: ReasonParams) => `There is an alias ${name} already.`,
    de: ({ name }: ReasonParams) => `Es gibt schon einen Alias ${name}.`,
  },
  'name-http': {
    en: ({ name }: ReasonParams) => `There is an HTTP module ${name} already.`,
    de: ({ name }: ReasonParams) => `Es gibt schon ein HTTP-Modul ${name}.`,
  },
  'name-timer': {
    en: ({ name }: ReasonParams) => `There is a timer ${name} already.`,
    de: ({ name }: ReasonParams) => `Es gibt schon einen Timer ${name}.`,
  },
  'name-keyword': {
    en: ({ name }: ReasonParams) => `There is a keyword rule ${name} already.`,
    de: ({ name }: ReasonParams) => `Es gibt schon eine Stichwortregel ${name}.`,
  },
  'counter-there': {
    en: ({ value }: ReasonParams) => `The counter is here already and stands at ${value}.`,
    de: ({ value }: ReasonParams) => `Den Zähler gibt es schon, er steht bei ${value}.`,
  },
  'quote-there': {
    en: ({ number }: ReasonParams) =>
      number ? `Quote ${number} says the same already.` : 'A quote says the same already.',
    de: ({ number }: ReasonParams) =>
      number ? `Zitat ${number} sagt schon dasselbe.` : 'Ein Zitat sagt schon dasselbe.',
  },
  twice: {
    en: ({ place }: ReasonParams) => `The same stands in the file before: ${place}.`,
    de: ({ place }: ReasonParams) => `Dasselbe steht in der Datei schon vorher: ${place}.`,
  },
  incomplete: {
    en: ({ field }: ReasonParams) => `Its ${field} is missing in the file.`,
    de: ({ field }: ReasonParams) => `In der Datei fehlt dafür: ${field}.`,
  },
  empty: { en: () => 'It says nothing.', de: () => 'Es sagt nichts.' },
  'too-long': {
    en: ({ length, most }: ReasonParams) => `It has ${length} characters. There is room for ${most}.`,
    de: ({ length, most }: ReasonParams) => `Es hat ${length} Zeichen. Platz ist für ${most}.`,
  },
  markers: {
    en: () =>
      'Nightbot wrote [name] in the place of variables, as the file was asked for without signing in. What stood there cannot be told: get the file while signed in.',
    de: () =>
      'Nightbot hat [name] statt der Variablen geschrieben, weil die Datei ohne Anmeldung geholt wurde. Was da stand, lässt sich nicht erraten: Hol die Datei angemeldet.',
  },
  'alias-loop': {
    en: () => 'In the end it would stand for itself, or for too much.',
    de: () => 'Am Ende stünde er für sich selbst oder für zu viel.',
  },
  'filters-later': {
    en: () => 'Spam filters have no place here yet.',
    de: () => 'Spamfilter haben hier noch keinen Platz.',
  },
  'songs-later': {
    en: () => 'Songs have no place here yet.',
    de: () => 'Songs haben hier noch keinen Platz.',
  },
  'regulars-later': {
    en: () => 'Regulars have no place here yet.',
    de: () => 'Stammgäste haben hier noch keinen Platz.',
  },
  'default-command': {
    en: () => 'It is built into Fossabot. WaddleBot has commands of its own for that.',
    de: () => 'Er ist in Fossabot eingebaut. WaddleBot hat dafür eigene Befehle.',
  },
  'timer-alias': {
    en: () => 'This timer runs a command. Timers here say texts.',
    de: () => 'Dieser Timer führt einen Befehl aus. Timer sagen hier Texte.',
  },
  'bad-cron': {
    en: ({ cron }: ReasonParams) => `“${cron}” is no schedule that ever comes.`,
    de: ({ cron }: ReasonParams) => `„${cron}“ ist kein Zeitplan, der je eintritt.`,
  },
  'bad-pattern': {
    en: ({ near }: ReasonParams) => `Its expression cannot be used here: ${near}`,
    de: ({ near }: ReasonParams) => `Der Ausdruck geht hier nicht: ${near}`,
  },
  'many-texts': {
    en: ({ count, most }: ReasonParams) => `It has ${count} texts. There is room for ${most}.`,
    de: ({ count, most }: ReasonParams) => `Er hat ${count} Texte. Platz ist für ${most}.`,
  },
  'not-read': {
    en: () => 'This is nothing that could be read.',
    de: () => 'Das ließ sich nicht lesen.',
  },
  'not-in-file': {
    en: () => 'It is not in the file any more.',
    de: () => 'Es steht nicht mehr in der Datei.',
  },
  'without-command': {
    en: ({ name }: ReasonParams) =>
      name ? `It belongs to ${name}, which stays behind.` : 'What it belongs to stays behind.',
    de: ({ name }: ReasonParams) =>
      name ? `Gehört zu ${name}, und das bleibt zurück.` : 'Wozu es gehört, bleibt zurück.',
  },
});
