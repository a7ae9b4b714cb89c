import { expect } from 'vitest';
import type { Behaviour } from './behaviour.ts';

/** Per user, per channel, per group. */
export const WAITS: readonly Behaviour[] = [
  {
    number: 1,
    sentence: 'Who used a command waits before using it again; others need not.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, bob }) {
      await mia.adds('hug', 'usercooldown=1m');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'cooldown');
      await bob.uses('!hug');
    },
  },
  {
    number: 2,
    sentence: 'A wait of the channel holds everybody.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, passes }) {
      await mia.adds('hug', 'cooldown=1m');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'cooldown');
      await bob.isRefused('!hug', 'cooldown');
      await passes('1m');
      await bob.uses('!hug');
    },
  },
  {
    number: 3,
    sentence: 'A person’s wait and the channel’s hold side by side, each as long as it is.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann, bob, passes }) {
      await mia.adds('wave', 'usercooldown=3m cooldown=1m');
      await ann.uses('!wave');
      await bob.isRefused('!wave', 'cooldown');
      await passes('1m');
      await bob.uses('!wave');
      await passes('1m');
      await ann.isRefused('!wave', 'cooldown');
      await passes('1m');
      await ann.uses('!wave');
    },
  },
  {
    number: 4,
    sentence: 'Waiting for one command is not waiting for another.',
    on: ['twitch', 'youtube'],
    async journey({ mia, ann }) {
      await mia.adds('dance', 'usercooldown=10m cooldown=10m');
      await mia.adds('sing', 'usercooldown=10m cooldown=10m');
      await ann.uses('!dance');
      await ann.uses('!sing');
      await ann.isRefused('!dance', 'cooldown');
    },
  },
  {
    number: 5,
    sentence: 'Commands of one group wait together, and no other with them.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, passes }) {
      await mia.adds('slap', 'group=fun groupcooldown=1m');
      await mia.adds('poke', 'group=fun groupcooldown=1m');
      await mia.adds('lurk', 'group=calm groupcooldown=1m');
      await ann.uses('!slap');
      await ann.isRefused('!poke', 'cooldown');
      await bob.isRefused('!poke', 'cooldown');
      await bob.uses('!lurk');
      await passes('1m');
      await bob.uses('!poke');
    },
  },
  {
    number: 6,
    sentence: 'A group’s wait holds every command of the group, also one that starts none itself.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, passes }) {
      await mia.adds('horn', 'group=sounds groupcooldown=1m');
      await mia.adds('bell', 'group=sounds');
      await ann.uses('!horn');
      await bob.isRefused('!bell', 'cooldown');
      await passes('1m');
      await bob.uses('!bell');
      await ann.uses('!horn');
    },
  },
  {
    number: 7,
    sentence: 'A group’s wait is as long as the command says that started it.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('short', 'group=clips groupcooldown=1m');
      await mia.adds('long', 'group=clips groupcooldown=2m');
      await ann.uses('!short');
      await ann.isRefused('!long', 'cooldown');
      await passes('1m');
      await ann.uses('!long');
      await passes('1m');
      await ann.isRefused('!short', 'cooldown');
      await passes('1m');
      await ann.uses('!short');
    },
  },
  {
    number: 8,
    sentence: 'A part of a command waits by itself.',
    on: ['twitch', 'discord'],
    async journey({ mia }) {
      await mia.adds('hug');
      await mia.sets('command show', 'usercooldown=10m exempt=owner');
      await mia.uses('!command show hug', 'The text of !hug: hug!');
      await mia.isRefused('!command show hug', 'cooldown');
      await mia.uses('!command history hug', /^Changes of !hug/);
    },
  },
  {
    number: 9,
    sentence: 'A wait ends when it is over, not before and not later.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=2m');
      await ann.uses('!hug');
      await passes('90s');
      await ann.isRefused('!hug', 'cooldown');
      await passes('30s');
      await ann.uses('!hug');
    },
  },
  {
    number: 10,
    sentence: 'Trying too early does not make the wait longer.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=1m cooldown=1m');
      await ann.uses('!hug');
      await passes('30s');
      for (let tries = 0; tries < 3; tries++) await ann.isRefused('!hug', 'cooldown');
      await passes('30s');
      await ann.uses('!hug');
    },
  },
  {
    number: 11,
    sentence: 'However fast somebody is, one use is one use.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann } = place;
      await mia.adds('spam', 'usercooldown=1m');
      const answers = await place.answersTo(Array.from({ length: 8 }, () => ann.say('!spam')));
      expect(answers).toHaveLength(1);
      expect(await ann.refusals()).toEqual(Array.from({ length: 7 }, () => 'cooldown'));
    },
  },
  {
    number: 12,
    sentence: 'Of two who ask at the same moment, a wait of the channel lets one through.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann, bob } = place;
      await mia.adds('race', 'cooldown=1m');
      expect(await place.answersTo([ann.say('!race'), bob.say('!race')])).toHaveLength(1);
      expect([...(await ann.refusals()), ...(await bob.refusals())]).toEqual(['cooldown']);
    },
  },
  {
    number: 13,
    sentence: 'A command without waits can be used at will.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann, bob }) {
      await mia.adds('clap');
      for (let times = 0; times < 3; times++) await ann.uses('!clap');
      await bob.uses('!clap');
    },
  },
  {
    number: 14,
    sentence: 'A new command has short waits, so that two who are of one mind get one answer.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann, bob, cleo, passes } = place;
      await mia.uses('!command add fresh fresh!', 'Added !fresh. Try it.');
      expect(await place.answersTo([ann.say('!fresh'), bob.say('!fresh')])).toHaveLength(1);
      await passes('3s');
      await cleo.uses('!fresh', 'fresh!');
    },
  },
  {
    number: 15,
    sentence: 'No wait is longer than a day, and who wants a longer one is told.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('daily');
      await mia.uses('!command options daily cooldown=2d', /^"2d" is nothing for cooldown\. It takes: .* up to 1 d\.$/);
      await ann.uses('!daily');
      await mia.sets('daily', 'cooldown=24h');
      await ann.uses('!daily');
      await ann.isRefused('!daily', 'cooldown');
    },
  },
];

/** Who need not wait. */
export const EXEMPTIONS: readonly Behaviour[] = [
  {
    number: 16,
    sentence: 'Moderators and who is above them do not wait, unless the command says so.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, olga }) {
      await mia.adds('hug', 'usercooldown=10m cooldown=10m');
      await ann.uses('!hug');
      await mia.uses('!hug');
      await mia.uses('!hug');
      await olga.uses('!hug');
    },
  },
  {
    number: 17,
    sentence: 'A command can make moderators wait like anybody.',
    on: ['twitch', 'kick'],
    async journey({ mia, olga }) {
      await mia.adds('rules', 'usercooldown=10m exempt=owner');
      await mia.uses('!rules');
      await mia.isRefused('!rules', 'cooldown');
      await olga.uses('!rules');
      await olga.uses('!rules');
    },
  },
  {
    number: 18,
    sentence: 'A command can let subscribers off its waits.',
    on: ['twitch', 'youtube'],
    async journey({ mia, ann, sue }) {
      await mia.adds('cheer', 'usercooldown=10m cooldown=10m exempt=subscriber');
      await ann.uses('!cheer');
      await ann.isRefused('!cheer', 'cooldown');
      await sue.uses('!cheer');
      await sue.uses('!cheer');
    },
  },
  {
    number: 19,
    sentence: 'Who need not wait makes nobody else wait.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('hug', 'cooldown=10m group=fun groupcooldown=10m');
      await mia.uses('!hug');
      await ann.uses('!hug');
      await bob.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 20,
    sentence: 'Who need not wait meets the limits all the same.',
    on: ['twitch', 'discord'],
    async journey({ mia, limits }) {
      await mia.adds('hug', 'usercooldown=10m');
      await limits({ command: { count: 2, windowMs: 60_000 } });
      await mia.uses('!hug');
      await mia.uses('!hug');
      await mia.isRefused('!hug', 'command-limit');
    },
  },
  {
    number: 21,
    sentence: 'Whom the hub made a moderator need not wait either.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('hug', 'usercooldown=10m');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'cooldown');
      await ann.isGivenRole('moderator');
      await ann.uses('!hug');
      await ann.uses('!hug');
    },
  },
  {
    number: 22,
    sentence: 'To be allowed a command is not to be let off its wait.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('shout', 'level=moderator usercooldown=10m');
      await mia.uses(`!command allow ${ann.mention} shout`, /may use !shout now\.$/);
      await mia.uses(`!permit ${bob.mention} shout`, /may use !shout for 5 min\.$/);
      for (const somebody of [ann, bob]) {
        await somebody.uses('!shout');
        await somebody.isRefused('!shout', 'cooldown');
      }
    },
  },
];
