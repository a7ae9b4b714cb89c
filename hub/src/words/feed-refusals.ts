import { defineWords } from './words.ts';

/** Why commands are refused, in few words: `RefusalReason`. */
export const refusalReasons = defineWords({
  unlinked: { en: 'the channel is not linked', de: 'der Kanal ist nicht verbunden' },
  late: { en: 'it came too late', de: 'er kam zu spät' },
  'unknown-command': { en: 'there is no such command', de: 'so einen Befehl gibt es nicht' },
  'alias-loop': { en: 'the alias leads back to itself', de: 'der Alias führt zu sich selbst zurück' },
  'alias-depth': { en: 'too many aliases in a row', de: 'zu viele Aliasse hintereinander' },
  'alias-length': { en: 'the alias makes it too long', de: 'der Alias macht ihn zu lang' },
  disabled: { en: 'it is switched off', de: 'er ist ausgeschaltet' },
  expired: { en: 'it has run out', de: 'er ist abgelaufen' },
  live: { en: 'not while the stream is as it is', de: 'nicht, solange der Stream so ist' },
  denied: { en: 'not for this person or here', de: 'nicht für diese Person oder hier' },
  level: { en: 'their level is too low', de: 'die Stufe ist zu niedrig' },
  cooldown: { en: 'it is cooling down', de: 'die Wartezeit läuft noch' },
  'command-limit': { en: 'it was used too often', de: 'er wurde zu oft benutzt' },
  'channel-limit': { en: 'too many commands in the channel', de: 'zu viele Befehle im Kanal' },
  'community-limit': { en: 'too many commands in the community', de: 'zu viele Befehle in der Community' },
  'reply-limit': { en: 'the bot said enough there', de: 'der Bot hat dort genug gesagt' },
  'webhook-limit': { en: 'the webhook wrote too often', de: 'der Webhook schrieb zu oft' },
});

/** What to do about each of them. */
export const refusalAdvice = defineWords({
  unlinked: {
    en: 'Link the channel again under Integrations.',
    de: 'Verbinde den Kanal unter Verbindungen wieder.',
  },
  late: {
    en: 'The platform brought it more than a minute after it was written. If that goes on, look at the channel’s health on the home page.',
    de: 'Die Plattform brachte ihn mehr als eine Minute, nachdem er geschrieben wurde. Wenn das anhält, sieh auf der Startseite nach dem Kanal.',
  },
  'unknown-command': {
    en: 'Nothing, unless it was meant for this bot: !help lists what there is.',
    de: 'Nichts, außer er galt diesem Bot: !help zählt auf, was es gibt.',
  },
  'alias-loop': { en: 'Point the alias at a command.', de: 'Lass den Alias auf einen Befehl zeigen.' },
  'alias-depth': {
    en: 'Point the alias at the command itself, not at another alias.',
    de: 'Lass den Alias auf den Befehl selbst zeigen, nicht auf einen weiteren Alias.',
  },
  'alias-length': { en: 'Shorten what the alias stands for.', de: 'Kürze, wofür der Alias steht.' },
  disabled: {
    en: 'Switch the command on, if it should be used here.',
    de: 'Schalte den Befehl ein, wenn er hier benutzt werden soll.',
  },
  expired: {
    en: 'Give the command a later end, or none.',
    de: 'Gib dem Befehl ein späteres Ende, oder keines.',
  },
  live: {
    en: 'The command is set to work only live, or only offline. Change that if it should always work.',
    de: 'Der Befehl ist nur für live oder nur für offline eingestellt. Ändere das, wenn er immer gehen soll.',
  },
  denied: {
    en: 'The command’s options name who may use it and where. Change them if this was meant to be allowed.',
    de: 'Die Optionen des Befehls nennen, wer ihn wo benutzen darf. Ändere sie, wenn das erlaubt sein sollte.',
  },
  level: {
    en: 'Nothing, if that is how it should be. Else lower the command’s level, or give the person a role.',
    de: 'Nichts, wenn es so sein soll. Sonst senke die Stufe des Befehls oder gib der Person eine Rolle.',
  },
  cooldown: {
    en: 'Wait, or shorten the command’s cooldown.',
    de: 'Warte, oder kürze die Wartezeit des Befehls.',
  },
  'command-limit': {
    en: 'Wait, or raise the limit in the command’s options.',
    de: 'Warte, oder hebe die Grenze in den Optionen des Befehls an.',
  },
  'channel-limit': {
    en: 'Wait. The limit of the channel keeps floods out.',
    de: 'Warte. Die Grenze des Kanals hält Fluten fern.',
  },
  'community-limit': {
    en: 'Wait. The limit of the community keeps floods out.',
    de: 'Warte. Die Grenze der Community hält Fluten fern.',
  },
  'reply-limit': {
    en: 'Wait a few seconds. The bot says at most so much in one room, so that people still find their own lines.',
    de: 'Warte ein paar Sekunden. Der Bot sagt in einem Raum höchstens so viel, damit die Leute ihre eigenen Zeilen noch finden.',
  },
  'webhook-limit': {
    en: 'Have whatever calls the webhook write less often.',
    de: 'Lass seltener schreiben, was den Webhook aufruft.',
  },
});
