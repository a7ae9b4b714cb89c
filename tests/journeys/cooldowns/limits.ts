import { expect } from 'vitest';
import type { Place } from '../../support/places.ts';
import { until } from '../../support/world.ts';
import type { Behaviour } from './behaviour.ts';

const A_MINUTE = 60_000;

/**
 * Sets limits of a minute, and lets what was used before them be over: of what a large limit counted is known only about when it
 * was.
 */
async function limitsFromNow({ limits, passes }: Place, wanted: Parameters<Place['limits']>[0]): Promise<void> {
  await limits(wanted);
  await passes('2m');
}

/** How often is too often. */
export const LIMITS: readonly Behaviour[] = [
  {
    number: 89,
    sentence: 'One person can use one command so often and no oftener; others, and other commands, are free.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, limits, passes }) {
      await mia.adds('hug');
      await mia.adds('kiss');
      await limits({ command: { count: 2, windowMs: A_MINUTE } });
      await ann.uses('!hug');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'command-limit');
      await ann.uses('!kiss');
      await bob.uses('!hug');
      await passes('1m');
      await ann.uses('!hug');
    },
  },
  {
    number: 90,
    sentence: 'As long as nobody sets another limit, that is sixty times in a minute.',
    on: ['discord', 'slack'],
    async journey({ mia, ann, limits }) {
      await mia.adds('drum');
      await limits({ command: null });
      const beats: Awaited<ReturnType<typeof ann.slash>>[] = [];
      // Not all at once: each is to be answered within three seconds.
      for (const together of [10, 10, 10, 10, 10, 11])
        beats.push(...(await Promise.all(Array.from({ length: together }, () => ann.slash('drum')))));
      expect(beats.filter(({ text }) => text === 'drum!')).toHaveLength(60);
      expect(beats.filter(({ text }) => /^That was a little fast\. Try again in \d+ s\.$/.test(text))).toHaveLength(1);
    },
  },
  {
    number: 91,
    sentence: 'All commands of a channel together can be used so often and no oftener.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann, bob, cleo, passes } = place;
      await mia.adds('hug');
      await mia.adds('kiss');
      await limitsFromNow(place, { channel: { count: 3, windowMs: A_MINUTE } });
      await ann.uses('!hug');
      await bob.uses('!hug');
      await ann.uses('!kiss');
      await cleo.isRefused('!kiss', 'channel-limit');
      await passes('1m');
      await cleo.uses('!kiss');
    },
  },
  {
    number: 92,
    sentence: 'All channels of a community together can be used so often and no oftener.',
    on: ['twitch', 'discord'],
    // The limit stands open where it is not answered in half a second.
    isAlone: true,
    async journey(place) {
      const { mia, ann, bob, passes } = place;
      const there = await place.another('kick');
      await mia.adds('hug');
      await limitsFromNow(place, { community: { count: 3, windowMs: A_MINUTE } });
      await ann.uses('!hug');
      await there.ann.uses('!hug', 'hug!');
      await bob.uses('!hug');
      await there.bob.isRefused('!hug', 'community-limit');
      await passes('1m');
      await there.bob.uses('!hug', 'hug!');
    },
  },
  {
    number: 93,
    sentence: 'A room takes five answers in ten seconds; another room has five of its own.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { platform, mia, ann, bob, passes, rooms } = place;
      const [room, nextRoom] = rooms;
      await mia.adds('flood');
      await limitsFromNow(place, { reply: null });
      const said = await Promise.all(Array.from({ length: 6 }, () => ann.say('!flood', { room })));
      await until('one is refused', async () => (await ann.refusals()).length > 0);
      expect(await ann.refusals()).toEqual(['reply-limit']);
      if (platform === 'discord') await bob.uses('!flood', undefined, { room: nextRoom });
      await until('five answers', () => said.filter(({ answers }) => answers().length > 0).length === 5);
      await passes('10s');
      await bob.uses('!flood', undefined, { room });
      expect(said.flatMap(({ answers }) => answers())).toHaveLength(5);
    },
  },
  {
    number: 94,
    sentence: 'What is refused takes no place in any limit.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, limits, passes }) {
      await mia.adds('hug', 'usercooldown=1m');
      await limits({ command: { count: 2, windowMs: 10 * A_MINUTE } });
      await ann.uses('!hug');
      for (let tries = 0; tries < 3; tries++) await ann.isRefused('!hug', 'cooldown');
      await passes('1m');
      await ann.uses('!hug');
      await passes('1m');
      await ann.isRefused('!hug', 'command-limit');
    },
  },
  {
    number: 95,
    sentence: 'Chatter and mistyped commands take no place in any limit.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann } = place;
      await mia.adds('hug');
      await limitsFromNow(place, { channel: { count: 2, windowMs: A_MINUTE } });
      await ann.say('Good evening!');
      for (let tries = 0; tries < 3; tries++) await ann.isRefused('!hgu', 'unknown-command');
      await ann.uses('!hug');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'channel-limit');
    },
  },
  {
    number: 96,
    sentence: 'A limit outlives the crash of what counts.',
    on: ['twitch', 'discord'],
    isAlone: true,
    async journey({ mia, ann, limits, crashes }) {
      await mia.adds('hug');
      await limits({ command: { count: 2, windowMs: 10 * A_MINUTE } });
      await ann.uses('!hug');
      await ann.uses('!hug');
      await crashes();
      await ann.isRefused('!hug', 'command-limit');
    },
  },
  {
    number: 97,
    sentence: 'The answer of a slash command takes no place of its room’s.',
    on: ['discord', 'slack'],
    isAlone: true,
    async journey(place) {
      const { mia, ann, limits } = place;
      await mia.adds('note');
      await limits({ reply: { count: 1, windowMs: A_MINUTE } });
      for (const _ of [...place.rooms, ...place.rooms]) expect((await ann.slash('note')).text).toBe('note!');
    },
  },
];
