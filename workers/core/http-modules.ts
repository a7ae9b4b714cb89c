import type { Words } from './words.ts';

/** HTTP modules of one community: they travel to every Channel as lines of its registry. */
export const MAX_HTTP_MODULES = 50;
/** Longest time for which an answer is used again, s. */
export const MAX_CACHE_SECONDS = 3_600;
/** Longest address of a module, in characters, as the way out takes it. */
export const MAX_MODULE_URL = 2_048;

/** The name under which a community finds the words of its HTTP modules. */
export const HTTP_MODULES = 'modules';

/** Why a call came to nothing. */
const CALL_FAILURES = [
  'timeout',
  'unreachable',
  'address',
  'broken',
  'refused',
  'busy',
  'unreadable',
  'too-large',
] as const;

export type CallFailure = (typeof CALL_FAILURES)[number];

/** Why a module gave no answer, called or not. */
export type ModuleFailure = CallFailure | 'resting' | 'gone' | 'secret';

/** What a call came to; `unknown`: nobody remembers. A failure is noted at once, so that it is hardly ever one. */
export const CALL_OUTCOMES = ['said', 'silent', 'promised', ...CALL_FAILURES, 'unknown'] as const;

/** One of the last calls of a module, as it is remembered: nothing of what was said. */
export interface NotedCall {
  /** When it was made, ms since epoch. */
  readonly at: number;
  readonly command: string;
  /** What the server answered to its last try; null where nothing came, or nobody remembers. */
  readonly status: number | null;
  /** All tries and the waits between them; null where nobody remembers. */
  readonly tookMs: number | null;
  /** Null: it is under way. */
  readonly became: (typeof CALL_OUTCOMES)[number] | null;
  /** A try by hand. */
  readonly test: boolean;
}

/** Whether a module's host is called, and its last calls. */
export interface ModuleStanding {
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** When it is called again, ms since epoch. */
  readonly retryAt: number | null;
  /** The last one first. */
  readonly calls: readonly NotedCall[];
}

/** What chat is told where a module gave no answer: which, why, and what to do. At most one of them for each use. */
export const MODULE_WORDS = {
  timeout: {
    en: 'No answer from {name}: its server took longer than 5 seconds. Try again in a minute; if it stays, tell whoever runs {name}.',
    de: 'Keine Antwort von {name}: Der Server dahinter brauchte länger als 5 Sekunden. Versuch es in einer Minute wieder; wenn es so bleibt, sag es denen, die {name} betreiben.',
  },
  unreachable: {
    en: 'No answer from {name}: its server cannot be reached. Try again in a minute; if it stays, tell whoever runs {name}.',
    de: 'Keine Antwort von {name}: Der Server dahinter ist nicht erreichbar. Versuch es in einer Minute wieder; wenn es so bleibt, sag es denen, die {name} betreiben.',
  },
  address: {
    en: 'No answer from {name}: its address leads nowhere on the public internet. An admin can give it another one by the API.',
    de: 'Keine Antwort von {name}: Die Adresse führt nirgendwohin im öffentlichen Internet. Admins können über die API eine andere eintragen.',
  },
  broken: {
    en: 'No answer from {name}: its server failed ({status}). Try again in a minute; if it stays, tell whoever runs {name}.',
    de: 'Keine Antwort von {name}: Der Server dahinter hat einen Fehler ({status}). Versuch es in einer Minute wieder; wenn es so bleibt, sag es denen, die {name} betreiben.',
  },
  refused: {
    en: 'No answer from {name}: its server refused the request ({status}). Whoever runs {name} has to look at it.',
    de: 'Keine Antwort von {name}: Der Server dahinter hat die Anfrage abgelehnt ({status}). Wer {name} betreibt, muss nachsehen.',
  },
  busy: {
    en: 'No answer from {name}: its server has too much to do. Try again in a few minutes.',
    de: 'Keine Antwort von {name}: Der Server dahinter hat zu viel zu tun. Versuch es in ein paar Minuten wieder.',
  },
  unreadable: {
    en: 'Nothing to show from {name}: it has to answer in plain text, or in JSON as docs/modules.md says. Whoever runs {name} has to look at it.',
    de: 'Nichts Lesbares von {name}: Die Antwort muss einfacher Text sein oder JSON, wie in docs/modules.md beschrieben. Wer {name} betreibt, muss nachsehen.',
  },
  'too-large': {
    en: 'Nothing to show from {name}: it answered more than 64 kB, which is too much for chat. Whoever runs {name} has to look at it.',
    de: 'Nichts Lesbares von {name}: Die Antwort hat mehr als 64 kB, das ist zu viel für den Chat. Wer {name} betreibt, muss nachsehen.',
  },
  resting: {
    en: 'Not asking {name} for {seconds} s, as its server failed several times in a row. Try again after that.',
    de: 'Noch {seconds} s Ruhe für {name}: Der Server dahinter hat mehrmals hintereinander versagt. Versuch es danach wieder.',
  },
  gone: {
    en: 'No answer from {name}: it was removed or switched off just now. An admin can bring it back.',
    de: 'Keine Antwort von {name}: Das Modul wurde gerade entfernt oder abgeschaltet. Admins können es zurückholen.',
  },
  secret: {
    en: 'No answer from {name}: its secret was kept with a key that this bot no longer has. An admin can make a new secret by the API.',
    de: 'Keine Antwort von {name}: Das Geheimnis dazu liegt unter einem Schlüssel, den dieser Bot nicht mehr hat. Admins können über die API ein neues anlegen.',
  },
  promised: {
    en: 'This takes {name} a little longer; the answer comes here.',
    de: 'Das dauert bei {name} etwas länger, die Antwort kommt hier.',
  },
  silent: { en: 'There is nothing to say from {name}.', de: 'Von {name} gibt es nichts zu sagen.' },
} as const satisfies Words & Readonly<Record<ModuleFailure, unknown>>;

/** What is wrong with an address that a module is to be called at. */
export type AddressProblem = 'not-a-url' | 'not-https' | 'not-public' | 'too-long';

/** What a trial call came to. */
export interface ModuleTrial {
  /** What the server answered; null where nothing came. */
  readonly status: number | null;
  readonly tookMs: number;
  /** What chat would show; null where that is nothing, now or at all. */
  readonly shows: string | null;
  /** Whether it said that its answer comes later (202). */
  readonly promised: boolean;
  /** Why there is nothing to show, as chat would be told. */
  readonly problem: string | null;
  /** Whether its host is called at all: `open` not before `retryAt` (ms since epoch), `half-open` by one call to see. */
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly retryAt: number | null;
}

/** What of HTTP modules is no business of the database. */
export interface HttpModulesDoor {
  /** What is wrong with an address, as far as its spelling tells; null where nothing is. */
  problemOf(url: string): AddressProblem | null;
  /** A secret for a module (by its row's id), and the form in which it is kept. */
  freshSecret(id: string): Promise<{ readonly secret: string; readonly sealed: string }>;
  /** Calls a module of this community (by its row's id) once, with an invocation that says it is a test; null: it is not there. */
  tryOut(id: string): Promise<ModuleTrial | null>;
  /** How modules of this community stand, by their ids, each host asked once; without those whose host's object does not answer soon. */
  standingOf(
    modules: readonly { readonly id: string; readonly url: string }[],
  ): Promise<ReadonlyMap<string, ModuleStanding>>;
  /** For whoever changed one: this isolate asks anew. */
  forget(): void;
}
