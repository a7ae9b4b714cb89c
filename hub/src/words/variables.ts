import type { Language } from './words.ts';

/** What variables are about, as the engine's own list calls it. */
const ABOUT: Readonly<Record<string, string>> = {
  'What was typed': 'Was getippt wurde',
  People: 'Menschen',
  'The channel': 'Der Kanal',
  'The stream': 'Der Stream',
  Counters: 'Zähler',
  Chance: 'Zufall',
  Time: 'Zeit',
  'Text and numbers': 'Text und Zahlen',
  'The web, scripts and other commands': 'Das Netz, Skripte und andere Befehle',
  'What others know': 'Was andere wissen',
};

/** What a variable prints, as the engine's own list says it; of those that work. */
const SAYS: Readonly<Record<string, string>> = {
  'the word at that place': 'das Wort an dieser Stelle',
  'all words from that place on': 'alle Wörter ab dieser Stelle',
  'the words from one place to another': 'die Wörter von einer Stelle bis zu einer anderen',
  'the word if it could be a name: letters, digits, `_`':
    'das Wort, falls es ein Name sein könnte: Buchstaben, Ziffern, `_`',
  'all that was typed after the command': 'alles, was hinter dem Befehl steht',
  'all that was typed after the command, as it was': 'alles, was hinter dem Befehl steht, genau so',
  'all that was typed after the command, as it was for a URL; with arguments (Nightbot) those':
    'alles, was hinter dem Befehl steht, für eine URL; mit Angaben (Nightbot) diese',
  'the command with its prefix: `!hug`': 'der Befehl mit seinem Präfix: `!hug`',
  'the whole message, or what follows the name': 'die ganze Nachricht, oder was hinter dem Namen steht',
  'the platform’s id of the message': 'die ID der Nachricht auf der Plattform',
  'who typed the command; with a name (StreamElements, Fossabot) that one; in Fossabot whom the first argument names':
    'wer den Befehl tippte; mit einem Namen (StreamElements, Fossabot) diese Person; bei Fossabot die, die das erste Wort nennt',
  'login, in lower case': 'Anmeldename, kleingeschrieben',
  'name as chat shows it': 'Name, wie der Chat ihn zeigt',
  'the platform’s id': 'ID auf der Plattform',
  platform: 'Plattform',
  'level as a number: 100 everyone, 250 subscriber, 300 regular, 400 VIP, 500 moderator, 1500 owner':
    'Stufe als Zahl: 100 alle, 250 Abonnent, 300 Stammgast, 400 VIP, 500 Moderation, 1500 Inhaber',
  'number of followers': 'Zahl der Follower',
  'category of their stream': 'Kategorie ihres Streams',
  'title of their stream': 'Titel ihres Streams',
  'how long their stream is on': 'wie lange ihr Stream läuft',
  'viewers of their stream': 'Zuschauer ihres Streams',
  'age of the account': 'Alter des Kontos',
  'when the account was made, UTC': 'wann das Konto entstand, in UTC',
  'what they say of themselves': 'was sie über sich schreiben',
  'who typed the command': 'wer den Befehl tippte',
  'the first argument without its `@`, else who typed the command':
    'das erste Wort ohne `@`, sonst wer den Befehl tippte',
  'the platform’s id of who typed the command': 'die Plattform-ID von dem, der den Befehl tippte',
  'level of who typed the command; in Nightbot’s words there: `owner`, `moderator`, `twitch_vip`, `regular`, `subscriber`, `everyone`':
    'Stufe von dem, der den Befehl tippte; bei Nightbot in dessen Worten: `owner`, `moderator`, `twitch_vip`, `regular`, `subscriber`, `everyone`',
  'when somebody made their account, as a sentence': 'wann jemand sein Konto anlegte, als Satz',
  'how long somebody follows this or another channel, as a sentence':
    'wie lange jemand diesem oder einem anderen Kanal folgt, als Satz',
  'login of the channel': 'Anmeldename des Kanals',
  login: 'Anmeldename',
  'our id of the community': 'unsere ID der Community',
  'name of the community in addresses': 'Name der Community in Adressen',
  'viewers of the stream': 'Zuschauer des Streams',
  'how long the stream is on': 'wie lange der Stream läuft',
  'the platform’s id of the broadcast': 'die Plattform-ID der Übertragung',
  'title of the stream': 'Titel des Streams',
  'category of the stream': 'Kategorie des Streams',
  'number of subscribers': 'Zahl der Abonnenten',
  'subscriber points': 'Abo-Punkte',
  'how many are in chat': 'wie viele im Chat sind',
  'what the channel says of itself': 'was der Kanal über sich schreibt',
  'the platform’s id of the channel': 'die Plattform-ID des Kanals',
  'id of the room it was said in': 'ID des Raums, in dem es gesagt wurde',
  'platform: `twitch`, `youtube`, `discord`, `kick`, `slack`':
    'Plattform: `twitch`, `youtube`, `discord`, `kick`, `slack`',
  'how long the stream is on, or another channel’s': 'wie lange der Stream läuft, oder der eines anderen Kanals',
  'title of the stream, or of another channel’s': 'Titel des Streams, oder eines anderen Kanals',
  'category of the stream, or of another channel’s': 'Kategorie des Streams, oder eines anderen Kanals',
  'how long the stream is off': 'wie lange der Stream aus ist',
  'sets the category; prints which': 'setzt die Kategorie und nennt sie',
  'sets the title; prints it': 'setzt den Titel und nennt ihn',
  'a sentence on a channel of Twitch, or a format: `name displayName url status title game createdAt createdLength viewers followers uptimeAt uptimeLength subscriberCount` (`tags views resolution fps` print nothing)':
    'ein Satz über einen Twitch-Kanal, oder ein Format: `name displayName url status title game createdAt createdLength viewers followers uptimeAt uptimeLength subscriberCount` (`tags views resolution fps` geben nichts aus)',
  'someone in chat': 'jemand aus dem Chat',
  'login of someone in chat': 'Anmeldename von jemandem aus dem Chat',
  'the platform’s id of someone in chat': 'die Plattform-ID von jemandem aus dem Chat',
  'bits cheered with the message': 'Bits, die mit der Nachricht kamen',
  'uses of the command, one more each time; with a name (StreamElements) that counter, changed by `+n`, `-n` or to `n`':
    'wie oft der Befehl kam, jedes Mal einer mehr; mit einem Namen (StreamElements) dieser Zähler, geändert um `+n`, `-n` oder auf `n`',
  'a counter as it is; without a name the uses of the command, one more each time':
    'ein Zähler, wie er steht; ohne Namen wie oft der Befehl kam, jedes Mal einer mehr',
  'a counter after one or so many were added': 'ein Zähler, nachdem einer oder so viele dazukamen',
  'a counter after it was set': 'ein Zähler, nachdem er gesetzt wurde',
  'a counter as it is; 0 where there is none': 'ein Zähler, wie er steht; 0, wo es keinen gibt',
  'a whole number from 1 to 100, or of a range: `random 1-6`, `random.1-6`':
    'eine ganze Zahl von 1 bis 100, oder aus einem Bereich: `random 1-6`, `random.1-6`',
  "one of several: `'a' 'b c'`, or `a,b,c`": "eins von mehreren: `'a' 'b c'`, oder `a,b,c`",
  'a whole number between two, both included': 'eine ganze Zahl zwischen zweien, beide eingeschlossen',
  'one of several phrases between commas': 'eine von mehreren Wendungen zwischen Kommas',
  'the time in a zone, in a format of moment.js where one follows (Nightbot, Fossabot); StreamElements prints `HH:MM`':
    'die Zeit in einer Zone, in einem Format von moment.js, wo eins folgt (Nightbot, Fossabot); StreamElements gibt `HH:MM` aus',
  'time until a moment (RFC 3339) or the next `HH:MM`, with `ago` where it is over':
    'Zeit bis zu einem Moment (RFC 3339) oder zum nächsten `HH:MM`, mit `ago`, wenn er vorbei ist',
  'time until a date, or until a time of day; Fossabot’s also tells the time since':
    'Zeit bis zu einem Datum oder einer Uhrzeit; Fossabot nennt auch die Zeit seitdem',
  'time since a date or a time of day': 'Zeit seit einem Datum oder einer Uhrzeit',
  'a phrase so many times, at most 20': 'eine Wendung so oft, höchstens 20-mal',
  'a calculation as math.js does it: functions, `random(1, 10)`, units':
    'eine Rechnung wie bei math.js: Funktionen, `random(1, 10)`, Einheiten',
  'one of two, by `1`/`true` or anything else; both are worked out':
    'eins von zweien, bei `1`/`true` oder allem anderen; beide werden ausgerechnet',
  'for the query of a URL, blanks as `+`': 'für die Abfrage einer URL, Leerzeichen als `+`',
  'for the path of a URL, blanks as `%20`': 'für den Pfad einer URL, Leerzeichen als `%20`',
  'what was encoded for a query': 'was für eine Abfrage kodiert war',
  'what was encoded for a path': 'was für einen Pfad kodiert war',
  'a link that posts a text on X': 'ein Link, der einen Text auf X postet',
  'a link that posts a text on Bluesky': 'ein Link, der einen Text auf Bluesky postet',
  'a link that posts a text on Threads': 'ein Link, der einen Text auf Threads postet',
  'what an address answers; `urlfetch json <url>` (Nightbot) is data for `$(eval …)`':
    'was eine Adresse antwortet; `urlfetch json <url>` (Nightbot) sind Daten für `$(eval …)`',
  'what a script comes to; variables in it are data. Fossabot’s code stands in double quotes':
    'was ein Skript ergibt; Variablen darin sind Daten. Code von Fossabot steht in doppelten Anführungszeichen',
  'what another custom command says': 'was ein anderer eigener Befehl sagt',
  'a quote, by chance or by its number': 'ein Zitat, zufällig oder nach Nummer',
  'the words from the command itself (0) to a place': 'die Wörter vom Befehl selbst (0) bis zu einer Stelle',
};

/** What a group of variables is about. */
export const aboutText = (about: string, language: Language): string =>
  (language === 'de' ? ABOUT[about] : undefined) ?? about;

/** What a variable prints; in English where nobody has said it in another language yet. */
export const saysText = (says: string, language: Language): string =>
  ((language === 'de' ? SAYS[says] : undefined) ?? says).replaceAll('`', '');
