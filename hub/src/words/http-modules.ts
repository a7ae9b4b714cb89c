import { defineWords } from './words.ts';

/** The page of HTTP modules. */
export const httpModules = defineWords({
  title: { en: 'HTTP modules', de: 'HTTP-Module' },
  description: {
    en: 'Programs of your own that answer a command, each called by a signed request.',
    de: 'Eigene Programme, die einen Befehl beantworten; jedes wird mit einer signierten Anfrage aufgerufen.',
  },
  new: { en: 'New module', de: 'Neues Modul' },
  newTitle: { en: 'A new module', de: 'Ein neues Modul' },
  back: { en: 'All modules', de: 'Alle Module' },
  notLoaded: { en: 'The modules could not be loaded', de: 'Die Module ließen sich nicht laden' },
  firstTitle: { en: 'Your own code behind a command', de: 'Eigener Code hinter einem Befehl' },
  first: {
    en: 'WaddleBot decides who may ask and how often, calls your program, and says what it answers on every platform.',
    de: 'WaddleBot entscheidet, wer wie oft fragen darf, ruft dein Programm auf und sagt auf jeder Plattform, was es antwortet.',
  },
  exampleSays: { en: 'Pia rolled 13 of 20.', de: 'Pia hat 13 von 20 gewürfelt.' },
  search: { en: 'Search modules', de: 'Module suchen' },
  nothingTitle: { en: 'No module matches', de: 'Kein Modul passt' },
  nothing: {
    en: 'Names, addresses and summaries are searched. Try fewer letters.',
    de: 'Gesucht wird in Namen, Adressen und Beschreibungen. Versuch weniger Buchstaben.',
  },
  clear: { en: 'Show all', de: 'Alle zeigen' },

  name: { en: 'Name', de: 'Name' },
  nameHint: {
    en: 'What people type, without the prefix. It stays as it is.',
    de: 'Was man tippt, ohne das Zeichen davor. Er bleibt, wie er ist.',
  },
  address: { en: 'Address', de: 'Adresse' },
  addressHint: {
    en: 'Where the program listens: https, and reachable from everywhere.',
    de: 'Wo das Programm lauscht: https, und von überall erreichbar.',
  },
  summary: { en: 'What it does', de: 'Was es tut' },
  summaryHint: { en: 'For !help, in a few words.', de: 'Für !help, in ein paar Worten.' },
  uses: { en: 'Uses', de: 'Nutzungen' },
  state: { en: 'Answers', de: 'Antwortet' },
  on: { en: 'on', de: 'an' },
  off: { en: 'off', de: 'aus' },
  host: { en: 'Its server', de: 'Sein Server' },
  lastCall: { en: 'Last call', de: 'Letzter Aufruf' },
  neverCalled: { en: 'none noted', de: 'keiner vermerkt' },

  closed: { en: 'is called', de: 'wird aufgerufen' },
  open: { en: 'left alone', de: 'wird in Ruhe gelassen' },
  halfOpen: { en: 'is being tried', de: 'wird probiert' },
  notKnown: { en: 'not known', de: 'unbekannt' },
  closedWhy: {
    en: 'Its server answers, or was not asked yet.',
    de: 'Sein Server antwortet, oder wurde noch nicht gefragt.',
  },
  openWhy: {
    en: 'Five calls in a row failed, so its server is left alone for a while. A try that succeeds ends this at once.',
    de: 'Fünf Aufrufe hintereinander schlugen fehl, darum hat sein Server eine Weile Ruhe. Eine Probe, die gelingt, beendet das sofort.',
  },
  halfOpenWhy: {
    en: 'The next call is made to see whether its server is back.',
    de: 'Der nächste Aufruf schaut, ob sein Server wieder da ist.',
  },
  askedAgain: { en: 'Asked again', de: 'Wieder gefragt' },

  enabled: { en: 'Answers its command', de: 'Beantwortet seinen Befehl' },
  enabledHint: {
    en: 'Off, the command is silent and nothing is called.',
    de: 'Aus bleibt der Befehl stumm, und nichts wird aufgerufen.',
  },
  cache: { en: 'Use an answer again for', de: 'Antwort wiederverwenden für' },
  cacheHint: {
    en: 'For the same arguments, up to an hour. 0: every use is a call.',
    de: 'Bei denselben Angaben, bis zu einer Stunde. 0: jede Nutzung ist ein Aufruf.',
  },
  seconds: { en: 'seconds', de: 'Sekunden' },
  level: { en: 'Who may use it', de: 'Wer ihn nutzen darf' },
  waitUser: { en: 'Each person waits', de: 'Jede Person wartet' },
  waitUserHint: { en: '3 seconds unless you say otherwise.', de: '3 Sekunden, wenn du nichts anderes sagst.' },
  waitChannel: { en: 'The channel waits', de: 'Der Kanal wartet' },
  waitChannelHint: { en: 'Not at all unless you say otherwise.', de: 'Gar nicht, wenn du nichts anderes sagst.' },
  live: { en: 'When', de: 'Wann' },
  always: { en: 'always', de: 'immer' },
  whileLive: { en: 'while live', de: 'nur live' },
  whileOffline: { en: 'while offline', de: 'nur offline' },
  platforms: { en: 'On which platforms', de: 'Auf welchen Plattformen' },
  platformsHint: { en: 'None chosen: on all.', de: 'Nichts gewählt: auf allen.' },
  hidden: { en: 'Left out of help', de: 'Fehlt in der Hilfe' },
  whatItIs: { en: 'The module', de: 'Das Modul' },
  who: { en: 'Who, where and how often', de: 'Wer, wo und wie oft' },
  nameNeeded: { en: 'Give it a name.', de: 'Gib ihm einen Namen.' },
  addressNeeded: { en: 'Say where the program listens.', de: 'Sag, wo das Programm lauscht.' },
  savedNow: { en: 'The module is changed', de: 'Das Modul ist geändert' },
  madeNow: { en: 'The module is there', de: 'Das Modul ist da' },
  readOnly: {
    en: 'You can look at modules, but not change them: that takes the right to integrations.',
    de: 'Du kannst Module ansehen, aber nicht ändern: Dafür braucht es das Recht auf Integrationen.',
  },

  tryTitle: { en: 'Try it', de: 'Ausprobieren' },
  tryWhy: {
    en: 'Calls it once with a sample that says it is a test. Nothing is shown in chat.',
    de: 'Ruft es einmal mit einer Probe auf, die sagt, dass sie eine ist. Im Chat steht nichts.',
  },
  tryNow: { en: 'Try it', de: 'Ausprobieren' },
  answered: { en: (status: number) => `Answered ${status}`, de: (status: number) => `Antwort ${status}` },
  noAnswer: { en: 'No answer', de: 'Keine Antwort' },
  chatShows: { en: 'Chat would show', de: 'Im Chat stünde' },
  chatShowsNothing: {
    en: 'Nothing: it answered without a text. Whoever uses a slash command is told that there is nothing to say.',
    de: 'Nichts: Es antwortete ohne Text. Bei einem Slash-Befehl heißt es, dass es nichts zu sagen gibt.',
  },
  chatShowsLater: {
    en: 'Its answer would come later (202), within the hour. That of a test leads nowhere.',
    de: 'Die Antwort käme später (202), binnen einer Stunde. Die auf eine Probe führt nirgendwohin.',
  },
  chatTells: { en: 'Chat would be told', de: 'Dem Chat würde gesagt' },

  calls: { en: 'Last calls', de: 'Letzte Aufrufe' },
  callsWhy: {
    en: 'The last ten, without what was said. Of a call that went well, details may be forgotten when its server was quiet for a while.',
    de: 'Die letzten zehn, ohne das Gesagte. Von einem, der gut ging, können Einzelheiten vergessen sein, wenn sein Server eine Weile Ruhe hatte.',
  },
  noCalls: { en: 'It was not called yet.', de: 'Es wurde noch nicht aufgerufen.' },
  callsAway: { en: 'The calls could not be loaded', de: 'Die Aufrufe ließen sich nicht laden' },
  test: { en: 'test', de: 'Probe' },
  said: { en: 'said something', de: 'sagte etwas' },
  silent: { en: 'said nothing', de: 'sagte nichts' },
  promised: { en: 'promised an answer', de: 'versprach eine Antwort' },
  timeout: { en: 'took too long', de: 'brauchte zu lang' },
  unreachable: { en: 'could not be reached', de: 'war nicht erreichbar' },
  addressFailed: { en: 'its address leads nowhere', de: 'die Adresse führt nirgendwohin' },
  broken: { en: 'its server failed', de: 'der Server hatte einen Fehler' },
  refused: { en: 'refused the request', de: 'lehnte die Anfrage ab' },
  busy: { en: 'had too much to do', de: 'hatte zu viel zu tun' },
  unreadable: { en: 'answered what chat cannot show', de: 'antwortete Unlesbares' },
  tooLarge: { en: 'answered more than 64 kB', de: 'antwortete mehr als 64 kB' },
  underWay: { en: 'is under way', de: 'läuft noch' },
  forgotten: {
    en: 'was called; what came of it is not remembered',
    de: 'wurde aufgerufen; was daraus wurde, ist nicht mehr bekannt',
  },

  secret: { en: 'Secret', de: 'Geheimnis' },
  secretWhy: {
    en: 'Signs requests, both ways. It is shown once; who has lost it makes another one.',
    de: 'Signiert Anfragen, in beide Richtungen. Es wird einmal gezeigt; wer es verloren hat, macht ein neues.',
  },
  renew: { en: 'Make another secret', de: 'Neues Geheimnis' },
  renewTitle: { en: 'Make another secret?', de: 'Neues Geheimnis anlegen?' },
  renewWhat: {
    en: 'Within 30 seconds the new one signs, and the one before opens nothing any more. Have the program take both for a minute.',
    de: 'Binnen 30 Sekunden signiert das neue, und das alte öffnet nichts mehr. Lass das Programm eine Minute lang beide annehmen.',
  },
  secretMade: { en: 'Its secret', de: 'Das Geheimnis' },
  secretOnce: {
    en: 'It is shown this once. Give it to the program as MODULE_SECRET.',
    de: 'Es wird nur dieses eine Mal gezeigt. Gib es dem Programm als MODULE_SECRET.',
  },
  secretGone: {
    en: 'This was done before, so the secret cannot be shown again. Make another one.',
    de: 'Das war schon geschehen, darum lässt sich das Geheimnis nicht noch einmal zeigen. Mach ein neues.',
  },
  done: { en: 'I have copied it', de: 'Ich habe es kopiert' },

  remove: { en: 'Remove this module', de: 'Dieses Modul entfernen' },
  removeWhy: {
    en: 'Its command answers no more. Its secret goes with it, so this cannot be taken back; switching it off can.',
    de: 'Sein Befehl antwortet nicht mehr. Das Geheimnis geht mit, darum lässt es sich nicht zurücknehmen; Ausschalten schon.',
  },
  removedNow: { en: 'The module is removed', de: 'Das Modul ist entfernt' },
  missing: { en: 'There is no such module here', de: 'Dieses Modul gibt es hier nicht' },
  missingWhy: {
    en: 'It was removed, or belongs to another community.',
    de: 'Es wurde entfernt oder gehört einer anderen Community.',
  },

  guide: { en: 'How to answer', de: 'Wie man antwortet' },
  guideWhy: {
    en: 'Check the signature, then answer within 5 seconds: plain text, or JSON with a text. 204 says nothing, 202 promises an answer for later.',
    de: 'Prüf die Signatur und antworte binnen 5 Sekunden: einfacher Text oder JSON mit einem Text. 204 sagt nichts, 202 verspricht eine Antwort für später.',
  },
  guideMore: {
    en: 'docs/modules.md has all of it, with whole programs in TypeScript, Python and Go.',
    de: 'In docs/modules.md steht alles, mit ganzen Programmen in TypeScript, Python und Go.',
  },
});
