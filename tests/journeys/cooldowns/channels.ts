import { expect } from 'vitest';
import { until } from '../../support/world.ts';
import type { Behaviour } from './behaviour.ts';

/** Several channels of one community, and several deliveries of one line. */
export const CHANNELS: readonly Behaviour[] = [
  {
    number: 108,
    sentence: 'A wait is for one channel: in another of the community the same person need not wait.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, another }) {
      await mia.adds('hug', 'usercooldown=1d cooldown=1d');
      const there = await another();
      await ann.uses('!hug');
      await there.guest(ann).uses('!hug');
      await ann.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 109,
    sentence: 'What is set in one channel counts in all of the community’s, with the next message.',
    on: ['twitch', 'discord'],
    async journey({ mia, another }) {
      await mia.adds('hug');
      const there = await another('kick');
      await there.ann.uses('!hug');
      await mia.sets('hug', 'usercooldown=1d');
      await there.ann.uses('!hug');
      await there.ann.isRefused('!hug', 'cooldown');
      await there.mia.sets('hug', 'level=vip');
      await mia.uses('!hug');
      await there.bob.isRefused('!hug', 'level');
    },
  },
  {
    number: 110,
    sentence: 'On two platforms at once nobody waits for those on the other.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, another }) {
      await mia.adds('hug', 'cooldown=1d');
      const there = await another('kick');
      await Promise.all([ann.uses('!hug'), there.ann.uses('!hug')]);
      await Promise.all([bob.isRefused('!hug', 'cooldown'), there.bob.isRefused('!hug', 'cooldown')]);
    },
  },
  {
    number: 111,
    sentence: 'A server’s rooms wait together.',
    on: ['discord', 'slack'],
    async journey({ mia, ann, bob, rooms: [room, nextRoom] }) {
      await mia.adds('gong', 'cooldown=1d');
      await ann.uses('!gong', undefined, { room });
      await bob.isRefused('!gong', 'cooldown', { room: nextRoom });
    },
  },
  {
    number: 112,
    sentence: 'A line that is delivered five times at once is one use.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann, limits }) {
      await mia.adds('hug');
      await limits({ command: { count: 2, windowMs: 600_000 } });
      await ann.uses('!hug', undefined, { copies: 5 });
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'command-limit');
    },
  },
  {
    number: 113,
    sentence: 'A line that is delivered again after its wait is no new use.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=1m');
      const said = await ann.say('!hug');
      await until('it is answered', () => said.answers().length > 0);
      await passes('1m');
      await said.again();
      await ann.uses('!hug');
      expect(said.answers()).toHaveLength(1);
    },
  },
];
