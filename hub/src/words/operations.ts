import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The page of operations. */
export const operations = defineWords({
  title: { en: 'Operations', de: 'Betrieb' },
  description: {
    en: 'What went wrong in this community, and what you can do about it.',
    de: 'Was in dieser Community schiefging und was du dagegen tun kannst.',
  },
  installation: { en: 'Installation', de: 'Installation' },
  installationDescription: {
    en: 'How this WaddleBot itself does. What people write in communities is not shown here.',
    de: 'Wie es diesem WaddleBot selbst geht. Was Leute in Communities schreiben, steht hier nicht.',
  },
  toInstallation: { en: 'The whole installation', de: 'Die ganze Installation' },
  toCommunity: { en: 'This community', de: 'Diese Community' },
  notOperatorTitle: { en: 'This is for who runs WaddleBot', de: 'Das ist für die, die WaddleBot betreiben' },
  notOperator: {
    en: 'Only operators of this installation see how it does. Ask one of them.',
    de: 'Nur Betreiber dieser Installation sehen, wie es ihr geht. Frag jemanden von ihnen.',
  },
  tabs: { en: 'Parts of this page', de: 'Bereiche dieser Seite' },
  letters: { en: 'Dead letters', de: 'Unzustellbares' },
  unseen: { en: 'Unseen answers', de: 'Ungesehene Antworten' },
  executions: { en: 'Executions', de: 'Ausführungen' },
  limits: { en: 'Limits', de: 'Grenzen' },
  hosts: { en: 'Breakers', de: 'Sicherungen' },
  agenda: { en: 'Agenda', de: 'Anstehendes' },
  versions: { en: 'Versions', de: 'Versionen' },
  security: { en: 'Security', de: 'Sicherheit' },
  notLoaded: { en: 'This part could not be loaded', de: 'Dieser Bereich ließ sich nicht laden' },

  reason: { en: 'Reason', de: 'Grund' },
  searchReason: { en: 'Search in reasons', de: 'In Gründen suchen' },
  searchCommand: { en: 'Search by command', de: 'Nach Befehl suchen' },
  command: { en: 'Command', de: 'Befehl' },
  channel: { en: 'Channel', de: 'Kanal' },
  community: { en: 'Community', de: 'Community' },
  state: { en: 'State', de: 'Zustand' },
  queue: { en: 'Queue', de: 'Warteschlange' },
  kind: { en: 'Kind', de: 'Art' },
  when: { en: 'When', de: 'Wann' },
  tries: { en: 'Tries', de: 'Versuche' },
  notKnown: { en: 'not known', de: 'nicht bekannt' },
  nothingTitle: { en: 'Nothing matches', de: 'Nichts passt' },
  nothing: {
    en: 'Try another filter, or fewer letters.',
    de: 'Versuch einen anderen Filter oder weniger Buchstaben.',
  },
  clear: { en: 'Show all', de: 'Alles zeigen' },

  open: { en: 'open', de: 'offen' },
  settled: { en: 'settled', de: 'erledigt' },
  all: { en: 'all', de: 'alle' },
  replayed: { en: 'replayed', de: 'neu versucht' },
  discarded: { en: 'discarded', de: 'verworfen' },

  noLettersTitle: { en: 'No dead letters', de: 'Nichts Unzustellbares' },
  noLetters: {
    en: 'What fails is tried again for days. What no try brings through lands here, to be tried once more or put away.',
    de: 'Was scheitert, wird tagelang neu versucht. Was kein Versuch durchbringt, landet hier: zum erneuten Versuchen oder Weglegen.',
  },
  replay: { en: 'Replay', de: 'Neu versuchen' },
  discard: { en: 'Discard', de: 'Verwerfen' },
  takeBack: { en: 'Take back', de: 'Zurückholen' },
  didReplay: {
    en: (n: number) => (n === 1 ? 'The letter is on its way again' : `${en(n)} letters are on their way again`),
    de: (n: number) => (n === 1 ? 'Es ist wieder unterwegs' : `${de(n)} sind wieder unterwegs`),
  },
  didDiscard: {
    en: (n: number) => (n === 1 ? 'The letter is discarded' : `${en(n)} letters are discarded`),
    de: (n: number) => (n === 1 ? 'Es ist verworfen' : `${de(n)} sind verworfen`),
  },
  didReopen: {
    en: (n: number) => (n === 1 ? 'The letter is open again' : `${en(n)} letters are open again`),
    de: (n: number) => (n === 1 ? 'Es ist wieder offen' : `${de(n)} sind wieder offen`),
  },
  notDone: {
    en: (failed: number, all: number) => `${en(failed)} of ${en(all)} could not be changed`,
    de: (failed: number, all: number) => `${de(failed)} von ${de(all)} ließen sich nicht ändern`,
  },
  letterKind: {
    en: (kind: string) => `Work of the kind ${kind}`,
    de: (kind: string) => `Arbeit der Art ${kind}`,
  },
  oddLetter: { en: 'Something that nobody can read', de: 'Etwas, das niemand lesen kann' },
  facts: { en: 'What it is about', de: 'Worum es geht' },
  created: { en: 'Given up', de: 'Aufgegeben' },
  settledAt: { en: 'Settled', de: 'Erledigt' },
  attempt: { en: 'Try', de: 'Versuch' },
  noTries: { en: 'No try of it was kept.', de: 'Kein Versuch davon wurde behalten.' },
  written: { en: 'What was written', de: 'Was geschrieben wurde' },
  answered: { en: 'What was to be answered', de: 'Was geantwortet werden sollte' },
  wasAnswered: { en: 'What was answered', de: 'Was geantwortet wurde' },
  outline: { en: 'The message’s shape', de: 'Aufbau der Nachricht' },
  outlineWhy: {
    en: 'Texts are told by their length alone, so that nothing private stands here.',
    de: 'Von Texten steht hier nur die Länge, damit nichts Privates darin vorkommt.',
  },
  invocation: { en: 'Invocation', de: 'Aufruf' },
  toWay: { en: 'See its way', de: 'Seinen Weg ansehen' },
  notReplayable: {
    en: 'Nothing in it could be run: all you can do is discard it.',
    de: 'Nichts darin lässt sich ausführen: Du kannst es nur verwerfen.',
  },
  goneTitle: { en: 'It is not here any more', de: 'Es ist nicht mehr da' },

  status: { en: 'Outcome', de: 'Ausgang' },
  unknown: { en: 'unknown', de: 'unbekannt' },
  refused: { en: 'refused', de: 'abgelehnt' },
  withheld: { en: 'withheld', de: 'zurückgehalten' },
  sent: { en: 'sent', de: 'gesendet' },
  pending: { en: 'waiting', de: 'wartet' },
  claimed: { en: 'being sent', de: 'wird gesendet' },
  silent: { en: 'nothing to say', de: 'nichts zu sagen' },
  noAnswer: { en: 'no answer', de: 'keine Antwort' },
  whyUnknown: {
    en: 'The platform did not say whether it was posted, and nothing proves it either way. It was not sent twice.',
    de: 'Die Plattform sagte nicht, ob es erschien, und nichts beweist das eine oder das andere. Es wurde nicht zweimal gesendet.',
  },
  whyRefused: {
    en: 'The platform did not take it, so nobody read it.',
    de: 'Die Plattform nahm es nicht an, also hat es niemand gelesen.',
  },
  whyWithheld: {
    en: 'It would have come too late to make sense, so it was not sent.',
    de: 'Es wäre zu spät gekommen, um noch zu passen, und wurde nicht gesendet.',
  },
  whySimulated: {
    en: 'It belongs to a simulation: no platform was to hear of it.',
    de: 'Es gehört zu einer Simulation: Keine Plattform sollte davon hören.',
  },
  whyErased: {
    en: 'Who it was for had themselves erased before it was sent.',
    de: 'Wem es galt, hat sich löschen lassen, bevor es gesendet wurde.',
  },
  noUnseenTitle: { en: 'Every answer was seen', de: 'Jede Antwort wurde gesehen' },
  noUnseen: {
    en: 'Answers that a platform refused, that came too late or whose fate nobody knows are kept here for 30 days.',
    de: 'Antworten, die eine Plattform ablehnte, die zu spät kamen oder deren Verbleib niemand kennt, stehen hier 30 Tage lang.',
  },
  notKept: { en: 'no longer kept', de: 'nicht mehr behalten' },
  sayAgain: { en: 'Say it again', de: 'Noch einmal sagen' },
  sayAgainUnknown: {
    en: 'Chat may have read it already: said again it may stand there twice, marked “(again)”. It cannot be taken back, and is done once.',
    de: 'Vielleicht hat der Chat es schon gelesen: Noch einmal gesagt steht es dort womöglich doppelt, mit „(noch einmal)“ dahinter. Das lässt sich nicht zurücknehmen und geht einmal.',
  },
  sayAgainBegun: {
    en: 'A part of it stands in chat already: said again it stands there twice, marked “(again)”. It cannot be taken back, and is done once.',
    de: 'Ein Teil davon steht schon im Chat: Noch einmal gesagt steht er dort doppelt, mit „(noch einmal)“ dahinter. Das lässt sich nicht zurücknehmen und geht einmal.',
  },
  sayAgainPlain: {
    en: 'It is posted now, as it was. It cannot be taken back, and is done once.',
    de: 'Es wird jetzt gepostet, so wie es war. Das lässt sich nicht zurücknehmen und geht einmal.',
  },
  didSayAgain: { en: 'It is on its way again', de: 'Es ist noch einmal unterwegs' },

  noExecutionsTitle: { en: 'Nothing was executed yet', de: 'Noch wurde nichts ausgeführt' },
  noExecutions: {
    en: 'Commands and events that changed something are kept here for 30 days, with the time of each step.',
    de: 'Befehle und Ereignisse, die etwas geändert haben, stehen hier 30 Tage lang, mit der Zeit jedes Schritts.',
  },
  took: { en: 'Took', de: 'Dauer' },
  notKeptTitle: { en: 'Nothing is kept of that', de: 'Davon ist nichts behalten' },
  notKeptWhy: {
    en: 'The way is kept of what changed something or was not seen, for 30 days. Most commands only answer, and leave nothing behind.',
    de: 'Der Weg bleibt 30 Tage von dem, was etwas geändert hat oder nicht gesehen wurde. Die meisten Befehle antworten nur und hinterlassen nichts.',
  },
  saidAgainAs: { en: 'It was said again', de: 'Es wurde noch einmal gesagt' },
  back: { en: 'Back to the list', de: 'Zurück zur Liste' },

  limitsWhy: {
    en: 'How much is let through, and how close this community is to it.',
    de: 'Wie viel durchkommt und wie nah diese Community daran ist.',
  },
  limit: { en: 'Limit', de: 'Grenze' },
  limitCommand: { en: 'One person, one command', de: 'Eine Person, ein Befehl' },
  limitChannel: { en: 'All commands of a channel', de: 'Alle Befehle eines Kanals' },
  limitCommunity: { en: 'All commands of all channels', de: 'Alle Befehle aller Kanäle' },
  limitReply: { en: 'Answers in a room', de: 'Antworten in einem Raum' },
  per: {
    en: (count: string, time: string) => `${count} in ${time}`,
    de: (count: string, time: string) => `${count} in ${time}`,
  },
  usual: { en: 'as usual', de: 'wie üblich' },
  own: { en: 'set here', de: 'hier gesetzt' },
  change: { en: 'Change limits', de: 'Grenzen ändern' },
  left: {
    en: (left: number, of: number) => `${en(left)} of ${en(of)} left`,
    de: (left: number, of: number) => `${de(left)} von ${de(of)} übrig`,
  },
  used: { en: 'Used just now', de: 'Gerade verbraucht' },
  sendBudget: { en: 'What the bot’s account may still send', de: 'Was das Konto des Bots noch senden darf' },
  heldUntil: {
    en: (time: string) => `The platform closed it until ${time}`,
    de: (time: string) => `Von der Plattform gesperrt bis ${time}`,
  },
  quota: { en: 'The platform’s quota of the day', de: 'Tageskontingent der Plattform' },
  refusedDay: { en: 'Refused in the last 24 hours', de: 'Abgelehnt in den letzten 24 Stunden' },
  noneRefused: { en: 'Nothing was refused.', de: 'Nichts wurde abgelehnt.' },
  silentChannel: {
    en: 'It did not answer in time. Look again in a minute.',
    de: 'Keine Antwort in der Zeit. Schau in einer Minute noch einmal.',
  },
  why: { en: 'Why', de: 'Warum' },
  count: { en: 'Times', de: 'Anzahl' },
  lastRefusals: { en: 'Last refusals', de: 'Letzte Ablehnungen' },
  account: { en: 'Account', de: 'Konto' },
  ofLast: { en: 'Of the last 200', de: 'Von den letzten 200' },
  leftOut: {
    en: (n: number) => `${en(n)} more channels are not shown.`,
    de: (n: number) => `${de(n)} weitere Kanäle fehlen hier.`,
  },
  noChannelsTitle: { en: 'No channel is linked', de: 'Kein Kanal ist verbunden' },
  noChannels: {
    en: 'What channels refuse shows here once one is linked.',
    de: 'Was Kanäle ablehnen, steht hier, sobald einer verbunden ist.',
  },

  hostsWhy: {
    en: 'A host that fails five times in a row is left alone for a while, then asked once to see whether it is back.',
    de: 'Ein Server, der fünfmal hintereinander versagt, wird eine Weile in Ruhe gelassen und dann einmal gefragt, ob er wieder da ist.',
  },
  host: { en: 'Host', de: 'Server' },
  modules: { en: 'Modules', de: 'Module' },
  breaker: { en: 'Breaker', de: 'Sicherung' },
  closed: { en: 'lets calls through', de: 'lässt Aufrufe durch' },
  opened: { en: 'leaves it alone', de: 'lässt ihn in Ruhe' },
  halfOpen: { en: 'the next call decides', de: 'der nächste Aufruf entscheidet' },
  noAnswerYet: { en: 'did not answer', de: 'antwortete nicht' },
  failures: { en: 'Failures in a row', de: 'Fehler in Folge' },
  askedAgain: { en: 'Asked again', de: 'Wieder gefragt' },
  noHostsTitle: { en: 'No HTTP modules', de: 'Keine HTTP-Module' },
  noHosts: {
    en: 'Programs of your own that answer commands over HTTP show here with how their host does.',
    de: 'Eigene Programme, die Befehle über HTTP beantworten, stehen hier mit dem Zustand ihres Servers.',
  },
  exampleHost: { en: 'weather.example.org', de: 'wetter.example.org' },
  exampleModule: { en: 'weather', de: 'wetter' },

  agendaWhy: {
    en: 'Work that falls due, by kind. Every minute it is looked whether some is.',
    de: 'Arbeit, die fällig wird, nach Art. Jede Minute wird nachgesehen, ob welche ansteht.',
  },
  earliest: { en: 'Earliest', de: 'Früheste' },
  lookedAt: { en: 'Last looked for', de: 'Zuletzt nachgesehen' },
  waiting: { en: 'Due now', de: 'Jetzt fällig' },
  never: { en: 'never', de: 'nie' },
  noneKnown: { en: 'none known', de: 'keine bekannt' },
  overdue: { en: 'overdue', de: 'überfällig' },
  fine: { en: 'in time', de: 'pünktlich' },
  overdueWhy: {
    en: 'The cron of the minute has not done it. If it stays so, look whether crons run at all.',
    de: 'Der Minuten-Cron hat sie nicht erledigt. Bleibt das so, sieh nach, ob Crons überhaupt laufen.',
  },
  atLeast: { en: (n: number) => `${en(n)} or more`, de: (n: number) => `${de(n)} oder mehr` },
  kindOutbox: { en: 'Telling channels of changed settings', de: 'Kanälen geänderte Einstellungen sagen' },
  kindDeliveries: { en: 'Waking deliveries that lie', de: 'Liegengebliebene Antworten wecken' },
  kindLeases: { en: 'Renewing YouTube’s subscriptions', de: 'YouTubes Abonnements erneuern' },
  kindReminders: { en: 'Reminders', de: 'Erinnerungen' },
  kindTimers: { en: 'Timers', de: 'Timer' },
  kindCommands: { en: 'Commands whose time ends', de: 'Befehle, deren Zeit abläuft' },

  build: { en: 'Build', de: 'Build' },
  environment: { en: 'Environment', de: 'Umgebung' },
  database: { en: 'Database', de: 'Datenbank' },
  databaseIs: { en: (version: string) => `PostgreSQL ${version}`, de: (version: string) => `PostgreSQL ${version}` },
  objects: { en: 'Durable Objects', de: 'Durable Objects' },
  answers: { en: 'answers', de: 'antwortet' },
  away: { en: 'does not answer', de: 'antwortet nicht' },
  nightly: { en: 'Cleaning up at night', de: 'Aufräumen in der Nacht' },
  migrations: { en: 'Migrations', de: 'Migrationen' },
  migrationsWhy: {
    en: 'Steps that brought the database to where this build needs it.',
    de: 'Schritte, die die Datenbank dahin brachten, wo dieser Build sie braucht.',
  },
  migration: { en: 'Migration', de: 'Migration' },
  applied: { en: 'applied', de: 'angewandt' },
  pendingMigration: { en: 'pending', de: 'ausstehend' },
  unknownMigration: { en: 'not of this build', de: 'nicht von diesem Build' },
  appliedAt: { en: 'Applied', de: 'Angewandt' },
  pendingTitle: { en: 'The database lags behind this build', de: 'Die Datenbank hinkt diesem Build hinterher' },
  pendingWhy: {
    en: 'Run npm run db:migrate against it. Until then some requests fail.',
    de: 'Führe npm run db:migrate gegen sie aus. Bis dahin scheitern manche Anfragen.',
  },

  securityWhy: {
    en: 'How often something was refused for safety’s sake, by day. Nobody is named.',
    de: 'Wie oft etwas aus Sicherheitsgründen abgelehnt wurde, nach Tagen. Niemand wird genannt.',
  },
  day: { en: 'Day', de: 'Tag' },
  noSecurityTitle: { en: 'Nothing had to be refused', de: 'Nichts musste abgelehnt werden' },
  noSecurity: {
    en: 'Failed sign-ins, forms from elsewhere and wrong service keys are counted here.',
    de: 'Gescheiterte Anmeldungen, fremde Formulare und falsche Dienstschlüssel werden hier gezählt.',
  },
});

/** Why an answer cannot be said again: `AgainRefusal`. */
export const againRefusals = defineWords({
  simulated: {
    en: 'It belongs to a simulation and was never to be sent.',
    de: 'Es gehört zu einer Simulation und sollte nie gesendet werden.',
  },
  'said-again': {
    en: 'It was said again already, and that is done once.',
    de: 'Es wurde schon noch einmal gesagt, und das geht einmal.',
  },
  'is-again': {
    en: 'It is one that was said again already.',
    de: 'Es ist selbst schon eine Wiederholung.',
  },
  interaction: {
    en: 'It answered a slash command or a button, whose place on the platform is closed by now. Have them use it again.',
    de: 'Es beantwortete einen Slash-Befehl oder Knopf, dessen Platz auf der Plattform inzwischen zu ist. Lass es neu aufrufen.',
  },
  private: {
    en: 'It was for one person alone. Have them ask again.',
    de: 'Es war für eine Person allein. Lass sie noch einmal fragen.',
  },
  'not-kept': {
    en: 'What it said is not kept. Have them use the command again.',
    de: 'Was es sagte, ist nicht behalten. Lass den Befehl noch einmal benutzen.',
  },
});

/** Steps of a command’s way. */
export const steps = defineWords({
  waterfall: { en: 'The way of the command', de: 'Der Weg des Befehls' },
  step: { en: 'Step', de: 'Schritt' },
  after: { en: (time: string) => `after ${time}`, de: (time: string) => `nach ${time}` },
  took: { en: 'Took', de: 'Dauer' },
  received: { en: 'Platform to WaddleBot', de: 'Plattform zu WaddleBot' },
  admitted: { en: 'Admission', de: 'Zulassung' },
  executed: { en: 'Waiting in the queue', de: 'Warten in der Warteschlange' },
  committed: { en: 'Effect and commit', de: 'Wirkung und Commit' },
  claimed: { en: 'Claiming the answer', de: 'Antwort beanspruchen' },
  sent: { en: 'Sending', de: 'Senden' },
  whole: { en: 'All of it', de: 'Alles zusammen' },
  waits: { en: 'waits', de: 'wartet' },
  works: { en: 'works', de: 'arbeitet' },
  between: {
    en: (first: string, last: string) => `${first}, up to: ${last}`,
    de: (first: string, last: string) => `${first}, bis: ${last}`,
  },
  cut: { en: 'shortened', de: 'gekürzt' },
  skewed: {
    en: 'The platform’s clock is ahead of ours, so that step is shown as none.',
    de: 'Die Uhr der Plattform geht vor, darum erscheint der Schritt ohne Dauer.',
  },
  missing: {
    en: 'Later steps were not taken, or nobody noted when.',
    de: 'Spätere Schritte gab es nicht, oder niemand hat die Zeit notiert.',
  },
});

/** What is counted for safety: `SecurityCount`. */
export const securityKinds = defineWords({
  'sign-in-failed': { en: 'Failed sign-ins', de: 'Gescheiterte Anmeldungen' },
  'csrf-mismatch': { en: 'Forms from elsewhere', de: 'Fremde Formulare' },
  'input-sanitised': { en: 'Inputs with hidden characters', de: 'Eingaben mit versteckten Zeichen' },
  'service-key-refused': { en: 'Refused service keys', de: 'Abgelehnte Dienstschlüssel' },
});
