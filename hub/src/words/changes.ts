import { defineWords } from './words.ts';

/** What a change was of, as the second word of a sentence; by the first word of an action. */
export const changedThings = defineWords({
  community: { en: 'the community', de: 'die Community' },
  channel: { en: 'a channel', de: 'einen Kanal' },
  command: { en: 'a command', de: 'einen Befehl' },
  alias: { en: 'an alias', de: 'einen Alias' },
  counter: { en: 'a counter', de: 'einen Zähler' },
  keyword: { en: 'a keyword', de: 'ein Stichwort' },
  timer: { en: 'a timer', de: 'einen Timer' },
  quote: { en: 'a quote', de: 'ein Zitat' },
  bookmark: { en: 'a bookmark', de: 'ein Lesezeichen' },
  reminder: { en: 'a reminder', de: 'eine Erinnerung' },
  member: { en: 'a member', de: 'ein Mitglied' },
  note: { en: 'a note', de: 'eine Notiz' },
  request: { en: 'a request to join', de: 'eine Beitrittsanfrage' },
  invite: { en: 'an invitation', de: 'eine Einladung' },
  role: { en: 'a role', de: 'eine Rolle' },
  module: { en: 'a module', de: 'ein Modul' },
  wording: { en: 'what the bot says', de: 'was der Bot sagt' },
  key: { en: 'an API key', de: 'einen API-Schlüssel' },
  letter: { en: 'a message that was stuck', de: 'eine Nachricht, die hängen blieb' },
  other: { en: 'something', de: 'etwas' },
});

/** What was done with it: after who did it. */
export const changedHow = defineWords({
  add: { en: (thing: string) => `added ${thing}`, de: (thing: string) => `hat ${thing} hinzugefügt` },
  edit: { en: (thing: string) => `changed ${thing}`, de: (thing: string) => `hat ${thing} geändert` },
  remove: { en: (thing: string) => `removed ${thing}`, de: (thing: string) => `hat ${thing} entfernt` },
  undo: { en: (thing: string) => `brought ${thing} back`, de: (thing: string) => `hat ${thing} zurückgeholt` },
  approve: { en: (thing: string) => `approved ${thing}`, de: (thing: string) => `hat ${thing} freigegeben` },
  revoke: { en: (thing: string) => `revoked ${thing}`, de: (thing: string) => `hat ${thing} widerrufen` },
  link: { en: (thing: string) => `linked ${thing}`, de: (thing: string) => `hat ${thing} verbunden` },
  unlink: { en: (thing: string) => `unlinked ${thing}`, de: (thing: string) => `hat ${thing} getrennt` },
});

/** Changes that are said in a sentence of their own. */
export const changedOwn = defineWords({
  'member.join': { en: 'joined', de: 'ist beigetreten' },
  'member.leave': { en: 'left', de: 'ist gegangen' },
  'member.ban': { en: 'banned somebody', de: 'hat jemanden gesperrt' },
  'member.unban': { en: 'unbanned somebody', de: 'hat jemanden entsperrt' },
  'role.give': { en: 'gave somebody a role', de: 'hat jemandem eine Rolle gegeben' },
  'role.take': { en: 'took somebody’s role away', de: 'hat jemandem die Rolle genommen' },
  'invite.accept': { en: 'accepted an invitation', de: 'hat eine Einladung angenommen' },
  'community.transfer': { en: 'gave the community to another owner', de: 'hat die Community übergeben' },
  'channel.broken': { en: 'noted that a link broke', de: 'hat vermerkt, dass eine Verbindung riss' },
});
