import type { RefusalReason } from './invocation.ts';
import type { Language, OwnWords, Words } from './words.ts';
import { ownWordsOf, speak } from './words.ts';

/** What a person reads whose command was not admitted, where they asked in a place that has to answer: `refusals.level`. */
export const REFUSAL_WORDS = {
  'unknown-command': {
    en: 'There is no such command here. The command "commands" lists what there is.',
    de: 'Diesen Befehl gibt es hier nicht. Der Befehl „commands“ zeigt, was es gibt.',
  },
  'alias-loop': {
    en: 'The alias {command} stands for itself in the end, so it never comes to a command. Change one of them.',
    de: 'Der Alias {command} steht am Ende für sich selbst und kommt nie bei einem Befehl an. Ändere einen davon.',
  },
  'alias-depth': {
    en: 'The alias {command} is one too many: aliases may stand for aliases five deep.',
    de: 'Der Alias {command} ist einer zu viel: Aliasse dürfen fünf tief füreinander stehen.',
  },
  'alias-length': {
    en: 'The alias {command} comes to too much: five commands, and no more than a long line each.',
    de: 'Der Alias {command} ergibt zu viel: höchstens fünf Befehle, jeder höchstens eine lange Zeile.',
  },
  disabled: { en: '{command} is switched off here.', de: '{command} ist hier abgeschaltet.' },
  expired: { en: '{command} has ended.', de: '{command} ist abgelaufen.' },
  live: {
    en: '{command} does not work right now: it is only for while the stream is live, or only for while it is not.',
    de: '{command} geht gerade nicht: den Befehl gibt es nur, während gestreamt wird, oder nur, während nicht gestreamt wird.',
  },
  denied: { en: 'You may not use {command} here.', de: 'Du darfst {command} hier nicht benutzen.' },
  level: { en: 'You may not use {command} here.', de: 'Du darfst {command} hier nicht benutzen.' },
  cooldown: {
    en: 'Slow down: {command} is cooling down. Try again in {seconds} s.',
    de: 'Langsam: {command} braucht eine Pause. In {seconds} s geht es wieder.',
  },
  limit: {
    en: 'That was a little fast. Try again in {seconds} s.',
    de: 'Das war etwas schnell. In {seconds} s geht es wieder.',
  },
  late: { en: 'That came too late to be answered.', de: 'Das kam zu spät an.' },
  unlinked: { en: 'WaddleBot cannot do that here.', de: 'WaddleBot kann das hier nicht.' },
} as const satisfies Words;

const KEYS: Readonly<Record<RefusalReason, keyof typeof REFUSAL_WORDS>> = {
  'unknown-command': 'unknown-command',
  'alias-loop': 'alias-loop',
  'alias-depth': 'alias-depth',
  'alias-length': 'alias-length',
  disabled: 'disabled',
  expired: 'expired',
  live: 'live',
  denied: 'denied',
  level: 'level',
  cooldown: 'cooldown',
  'command-limit': 'limit',
  'channel-limit': 'limit',
  'community-limit': 'limit',
  'reply-limit': 'limit',
  'webhook-limit': 'limit',
  late: 'late',
  unlinked: 'unlinked',
};

export interface Refused {
  readonly reason: RefusalReason;
  readonly retryAfterMs?: number;
  /** The command as it is called here, with the prefix. */
  readonly command?: string;
  readonly language?: Language;
  /** The community's own words for it, where it has some. */
  readonly own?: string;
}

/** A community's own words for a refusal, where it has some. */
export const ownRefusal = (reason: RefusalReason, own: OwnWords = {}): string | undefined =>
  ownWordsOf('refusals', own)[KEYS[reason]];

/** A refusal in words, with the seconds that are left where waiting helps. */
export function refusalText({ reason, retryAfterMs = 1_000, command, language = 'en', own }: Refused): string {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  const named = command ?? (language === 'de' ? 'diesen Befehl' : 'this command');
  const key = KEYS[reason];
  const words = speak(REFUSAL_WORDS, language, own === undefined ? {} : { [key]: own });
  const text = words(key, { command: named, seconds });
  return text.charAt(0).toUpperCase() + text.slice(1);
}
