import type { Behaviour } from './behaviour.ts';

/** Who may use a command. */
export const LEVELS: readonly Behaviour[] = [
  {
    number: 64,
    sentence: 'A level lets in who has it and who is above it, and nobody below.',
    on: ['twitch', 'kick'],
    async journey({ mia, olga, vera, sue, ann }) {
      await mia.adds('lounge', 'level=vip');
      await ann.isRefused('!lounge', 'level');
      await sue.isRefused('!lounge', 'level');
      await vera.uses('!lounge');
      await mia.uses('!lounge');
      await olga.uses('!lounge');
    },
  },
  {
    number: 65,
    sentence: 'Moderators are moderators on every platform.',
    on: ['twitch', 'discord', 'slack', 'youtube', 'kick'],
    async journey({ platform, mia, ann }) {
      const staff = `staff-${platform}`;
      await mia.adds(staff, 'level=moderator');
      await ann.isRefused(`!${staff}`, 'level');
      await mia.uses(`!${staff}`);
    },
  },
  {
    number: 66,
    sentence: 'Who is allowed a command may use it whatever their level.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('mic', 'level=moderator');
      await ann.isRefused('!mic', 'level');
      await mia.uses(`!command allow ${ann.mention} mic`, /may use !mic now\.$/);
      await ann.uses('!mic');
      await bob.isRefused('!mic', 'level');
    },
  },
  {
    number: 67,
    sentence: 'Who is denied a command may not use it whatever their level.',
    on: ['twitch', 'discord'],
    async journey({ mia, olga, bob }) {
      await mia.adds('mic');
      await olga.uses(`!command deny ${mia.mention} mic`, /may not use !mic any more\.$/);
      await mia.isRefused('!mic', 'denied');
      await bob.uses('!mic');
    },
  },
  {
    number: 68,
    sentence: 'Who is taken off a command’s lists is like anybody again.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('mic');
      await mia.uses(`!command deny ${ann.mention} mic`, /may not use !mic any more\.$/);
      await ann.isRefused('!mic', 'denied');
      await mia.uses(`!command unlist ${ann.mention} mic`, /!mic treats .* like anybody again\.$/);
      await ann.uses('!mic');
    },
  },
  {
    number: 69,
    sentence: 'A permit is for a while and ends by itself.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('encore', 'level=moderator');
      await ann.isRefused('!encore', 'level');
      await mia.uses(`!permit ${ann.mention} encore 1`, /may use !encore for 1 min\.$/);
      await ann.uses('!encore');
      await passes('1m');
      await ann.isRefused('!encore', 'level');
    },
  },
  {
    number: 70,
    sentence: 'A permit is one person’s, and for one command.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('encore', 'level=moderator');
      await mia.adds('finale', 'level=moderator');
      await mia.uses(`!permit ${ann.mention} encore`, /may use !encore for 5 min\.$/);
      await ann.uses('!encore');
      await ann.isRefused('!finale', 'level');
      await bob.isRefused('!encore', 'level');
    },
  },
  {
    number: 71,
    sentence: 'A role of the hub raises somebody in chat, as long as they have it.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('staff', 'level=moderator');
      await ann.isRefused('!staff', 'level');
      await ann.isGivenRole('moderator');
      await ann.uses('!staff');
      await ann.isGivenRole(null);
      await ann.isRefused('!staff', 'level');
    },
  },
  {
    number: 72,
    sentence: 'A part of a command can have a level of its own.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('hug');
      await mia.sets('command show', 'level=everyone');
      await ann.uses('!command show hug', 'The text of !hug: hug!');
      await ann.isRefused('!command edit hug Mine!', 'level');
      await ann.uses('!hug');
    },
  },
  {
    number: 73,
    sentence: 'Who may not change commands changes none.',
    on: ['twitch', 'youtube'],
    async journey({ mia, ann, bob }) {
      await mia.adds('calm');
      await ann.isRefused('!command options calm level=owner', 'level');
      await ann.isRefused('!command remove calm', 'level');
      await bob.uses('!calm');
    },
  },
  {
    number: 74,
    sentence: 'Lists know people by their account, not by their name.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann } = place;
      await mia.adds('mic', 'level=moderator');
      await ann.say('Hello!');
      await mia.uses(`!command allow ${ann.mention} mic`, /may use !mic now\.$/);
      const { name } = ann;
      ann.name = `new${name}`;
      await ann.uses('!mic');
      await place.person(name).isRefused('!mic', 'level');
    },
  },
];
