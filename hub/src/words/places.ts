import { defineWords } from './words.ts';

/** Choosing the room of a channel in which something is said. */
export const places = defineWords({
  roomOf: { en: (server: string) => `A room of ${server}`, de: (server: string) => `Ein Raum von ${server}` },
  private: { en: 'private', de: 'privat' },
  unlisted: {
    en: (server: string) => `A room of ${server} that is not listed`,
    de: (server: string) => `Ein Raum von ${server}, der nicht in der Liste ist`,
  },
  unlistedTitle: { en: 'The bot does not see this room', de: 'Der Bot sieht diesen Raum nicht' },
  unlistedWhy: {
    en: 'It is gone, hidden from the bot, or a thread, which is not listed. It stays chosen until you choose another.',
    de: 'Er ist weg, vor dem Bot verborgen oder ein Thread, der nicht in der Liste steht. Er bleibt gewählt, bis du einen anderen wählst.',
  },
  silentTitle: { en: 'The bot cannot speak there', de: 'Der Bot kann dort nicht sprechen' },
  silent: { en: 'the bot cannot speak there', de: 'der Bot kann dort nicht sprechen' },
  'silence.send-messages': {
    en: 'Give its role Send Messages in this channel.',
    de: 'Gib seiner Rolle in diesem Kanal das Recht „Nachrichten senden“.',
  },
  'silence.timed-out': {
    en: 'It is timed out in this server, until a moderator ends that.',
    de: 'Er hat auf diesem Server einen Timeout, bis jemand aus der Moderation ihn beendet.',
  },
  'silence.read-only': {
    en: 'Only some may write in this channel. Let the bot, under Posting Permissions in its settings.',
    de: 'In diesem Kanal dürfen nur manche schreiben. Erlaub es dem Bot in den Einstellungen des Kanals.',
  },
  failedTitle: {
    en: (server: string) => `The rooms of ${server} could not be listed`,
    de: (server: string) => `Die Räume von ${server} ließen sich nicht auflisten`,
  },
  'failed.CONFLICT': {
    en: (platform: string) =>
      `The bot has no right to ask for them (any more). Link ${platform} again under Integrations, and it gets one.`,
    de: (platform: string) =>
      `Der Bot hat (nicht mehr) das Recht, danach zu fragen. Verknüpf ${platform} unter Integrationen noch einmal, dann bekommt er es.`,
  },
  'failed.LIMITED': {
    en: (platform: string) => `${platform} was asked too often. Try again in a minute.`,
    de: (platform: string) => `${platform} wurde zu oft gefragt. Versuch es in einer Minute noch einmal.`,
  },
  'failed.UNAVAILABLE': {
    en: (platform: string) => `${platform} is switched off here. Somebody who runs this WaddleBot can switch it on.`,
    de: (platform: string) => `${platform} ist hier abgeschaltet. Wer diesen WaddleBot betreibt, kann es einschalten.`,
  },
  failed: {
    en: (platform: string) => `${platform} did not answer. Try again in a minute. What is chosen stays.`,
    de: (platform: string) =>
      `${platform} hat nicht geantwortet. Versuch es in einer Minute noch einmal. Was gewählt ist, bleibt.`,
  },
  unseen: {
    en: (n: number, server: string) =>
      `${n === 1 ? 'One room' : `${n} rooms`} of ${server} the bot may not see: give its role View Channel there.`,
    de: (n: number, server: string) =>
      `${n === 1 ? 'Einen Raum' : `${n} Räume`} von ${server} darf der Bot nicht sehen: Gib seiner Rolle dort „Kanal anzeigen“.`,
  },
  noChannels: {
    en: 'No channel is linked yet. Link one under Integrations.',
    de: 'Noch ist kein Kanal verknüpft. Verknüpf einen unter Integrationen.',
  },
  none: {
    en: (server: string) => `In ${server} the bot sees no room yet.`,
    de: (server: string) => `In ${server} sieht der Bot noch keinen Raum.`,
  },
  notWhole: {
    en: (server: string) =>
      `${server} has more rooms than are listed here. In the others it is set from there, in chat.`,
    de: (server: string) => `${server} hat mehr Räume, als hier stehen. In den übrigen geht es von dort, im Chat.`,
  },
});
