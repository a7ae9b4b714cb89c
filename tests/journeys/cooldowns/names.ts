import type { Behaviour } from './behaviour.ts';

/** What commands can be called. */
export const NAMES: readonly Behaviour[] = [
  {
    number: 98,
    sentence: 'A name is taken once, however it is written.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('lava', '', 'Hot!');
      await mia.uses('!command add LAVA Cold!', /^There is a !lava already\./);
      await ann.uses('!Lava', 'Hot!');
    },
  },
  {
    number: 99,
    sentence: 'A name can be of any letters, and of emoji.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('über');
      await mia.adds('🎉');
      await ann.uses('!über');
      await bob.uses('!U\u0308BER', 'über!');
      await ann.uses('!🎉');
    },
  },
  {
    number: 100,
    sentence: 'A name that a built-in command answers to is not to be had, nor is its alias.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.uses('!command add ping Mine!', /^The command !ping is built in/);
      await mia.uses('!command add CMD Mine!', /^The command !cmd is built in/);
      await ann.uses('!ping', 'Pong!');
    },
  },
  {
    number: 101,
    sentence: 'Who takes a word of the platform’s own is told that the slash is the platform’s, and may.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann }) {
      await mia.uses('!command add slow Off we go!', /^Added !slow\. Try it\. Note that \/slow is twitch, kick’s own/);
      await ann.uses('!slow', 'Off we go!');
    },
  },
  {
    number: 102,
    sentence: 'Nothing is renamed to a name that is taken.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('one');
      await mia.adds('two');
      await mia.uses('!command options one name=two', /^There is a !two already\./);
      await mia.uses('!command options one name=ping', /^The command !ping is built in/);
      await mia.uses('!command options ping name=one', /^There is a !one already\./);
      await ann.uses('!one');
      await ann.uses('!two');
      await ann.uses('!ping', 'Pong!');
    },
  },
  {
    number: 103,
    sentence: 'A built-in command gets its name back only while no other has it.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.sets('ping', 'name=pong cooldown=0 usercooldown=0');
      await mia.adds('ping', '', 'Mine!');
      await mia.uses('!command options pong name=-', /^There is a !ping already\./);
      await mia.uses('!command undo pong', /^There is a !ping already\./);
      await ann.uses('!ping', 'Mine!');
      await ann.uses('!pong', 'Pong!');
    },
  },
  {
    number: 104,
    sentence: 'A name that nobody could type is told.',
    on: ['twitch', 'discord'],
    async journey({ mia }) {
      await mia.uses('!command add a!b x', /^"a!b" cannot be a command/);
      await mia.uses(`!command add ${'x'.repeat(41)} x`, /cannot be a command/);
    },
  },
];

/** What was changed, and taking it back. */
export const HISTORY: readonly Behaviour[] = [
  {
    number: 105,
    sentence: 'The last change can be taken back, and so can that.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('motd', '', 'Old.');
      await mia.uses('!command edit motd New.', 'Changed !motd.');
      await mia.uses('!command undo motd', /^Took the last change of !motd back/);
      await ann.uses('!motd', 'Old.');
      await mia.uses('!command undo motd', /^Took the last change of !motd back/);
      await ann.uses('!motd', 'New.');
    },
  },
  {
    number: 106,
    sentence: 'A removed command comes back with all that was set on it.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, vera }) {
      await mia.adds('lounge', 'level=vip');
      await mia.uses('!command remove lounge', 'Removed !lounge.');
      await vera.isRefused('!lounge', 'unknown-command');
      await mia.uses('!command undo lounge', /^Took the last change of !lounge back/);
      await ann.isRefused('!lounge', 'level');
      await vera.uses('!lounge');
    },
  },
  {
    number: 107,
    sentence: 'Who changed what is told, the last first.',
    on: ['twitch', 'slack'],
    async journey({ mia, olga }) {
      await mia.adds('deed');
      await olga.uses('!command edit deed Done.', 'Changed !deed.');
      await mia.uses(
        '!command history deed',
        new RegExp(`^Changes of !deed: edit by ${olga.shown}, .*; options by ${mia.shown}, .*; add by ${mia.shown}, `),
      );
    },
  },
];
