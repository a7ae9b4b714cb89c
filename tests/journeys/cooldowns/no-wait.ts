import { until } from '../../support/world.ts';
import type { Behaviour } from './behaviour.ts';

/** What starts no wait. */
export const NO_WAIT: readonly Behaviour[] = [
  {
    number: 23,
    sentence: 'Who may not use a command starts no wait of it.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('raffle', 'level=moderator cooldown=10m exempt=owner');
      await ann.isRefused('!raffle', 'level');
      await mia.uses('!raffle');
      await mia.isRefused('!raffle', 'cooldown');
    },
  },
  {
    number: 24,
    sentence: 'Who is denied a command starts no wait of it.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('hug', 'cooldown=10m');
      await mia.uses(`!command deny ${ann.mention} hug`, /may not use !hug any more\.$/);
      await ann.isRefused('!hug', 'denied');
      await bob.uses('!hug');
    },
  },
  {
    number: 25,
    sentence: 'A command that is switched off starts no wait.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('lamp', 'usercooldown=10m enabled=off');
      await ann.isRefused('!lamp', 'disabled');
      await mia.sets('lamp', 'enabled=on');
      await ann.uses('!lamp');
      await ann.isRefused('!lamp', 'cooldown');
    },
  },
  {
    number: 26,
    sentence: 'A command that is not there starts no wait, and says nothing.',
    on: ['twitch', 'youtube'],
    async journey({ mia, ann }) {
      await ann.isRefused('!ghost', 'unknown-command');
      await mia.adds('ghost', 'usercooldown=10m');
      await ann.uses('!ghost');
      await ann.isRefused('!ghost', 'cooldown');
    },
  },
  {
    number: 27,
    sentence: 'A command whose time is over starts no wait.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('event', 'usercooldown=10m expires=1m');
      await passes('1m');
      await ann.isRefused('!event', 'expired');
      await mia.sets('event', 'expires=never');
      await ann.uses('!event');
    },
  },
  {
    number: 28,
    sentence: 'A command for the stream starts no wait while there is none.',
    on: ['twitch', 'kick'],
    async journey(place) {
      const { mia, ann, passes } = place;
      await mia.adds('song', 'usercooldown=10m live=live');
      await ann.isRefused('!song', 'live');
      await passes('1m');
      await place.goesLive();
      await ann.uses('!song');
      await ann.isRefused('!song', 'cooldown');
    },
  },
  {
    number: 29,
    sentence: 'A command for another platform starts no wait, and says nothing.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, another }) {
      await mia.adds('drop', 'usercooldown=10m platforms=kick');
      const onKick = await another('kick');
      await ann.isRefused('!drop', 'unknown-command');
      await onKick.ann.uses('!drop');
      await mia.sets('drop', 'platforms=all');
      await ann.uses('!drop');
    },
  },
  {
    number: 30,
    sentence: 'A line that comes too late starts no wait.',
    on: ['twitch', 'kick'],
    async journey({ platform, world, mia, ann }) {
      await mia.adds('hug', 'usercooldown=1d');
      const minutes = platform === 'kick' ? 5 : 1;
      await ann.isRefused('!hug', 'late', { at: world.now() - minutes * 60_000 - 1_000 });
      await ann.uses('!hug');
    },
  },
  {
    number: 31,
    sentence: 'A use that a limit refuses starts no wait.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, limits, passes, rooms: [room] }) {
      await mia.adds('first');
      await mia.adds('hush', 'usercooldown=1d');
      await limits({ reply: { count: 1, windowMs: 60_000 } });
      await passes('2m');
      await bob.uses('!first', undefined, { room });
      await ann.isRefused('!hush', 'reply-limit', { room });
      await passes('1m');
      await ann.uses('!hush', undefined, { room });
    },
  },
  {
    number: 32,
    sentence: 'A wrong use that is answered with the right one starts no wait.',
    on: ['twitch', 'discord'],
    async journey({ mia }) {
      await mia.adds('hug');
      await mia.sets('command show', 'usercooldown=10m exempt=owner');
      await mia.uses('!command show', 'Usage: !command show <name>');
      await mia.uses('!command show hug', 'The text of !hug: hug!');
      await mia.isRefused('!command show hug', 'cooldown');
    },
  },
  {
    number: 33,
    sentence: 'A command that fails for good gives its wait back.',
    on: ['twitch', 'kick'],
    async journey({ mia, world, community }) {
      await mia.sets('command add', 'usercooldown=1d exempt=owner');
      // The database of these journeys keeps no command of this name.
      await mia.say('!command add cursed x');
      const letters = `select body #>> '{event,correlationId}' as id from dead_letters d
        join communities c on c.id = d.community_id where c.slug = $1`;
      const isBuried = (id: string) => world.logs.some((line) => line.includes('"dead-letter"') && line.includes(id));
      const look = async () => (await world.rows<{ id: string }>(letters, [community])).some(({ id }) => isBuried(id));
      await until('it is given up', look, 60_000);
      await mia.uses('!command add blessed x', 'Added !blessed. Try it.');
      await mia.isRefused('!command add twice x', 'cooldown');
    },
  },
  {
    number: 34,
    sentence: 'What could not be taken up and is sent again by the platform is one use.',
    on: ['twitch', 'kick'],
    isAlone: true,
    async journey({ world, mia, ann }) {
      await mia.adds('hug', 'usercooldown=1d');
      await world.arm('queue:refuse');
      await ann.uses('!hug');
      await ann.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 35,
    sentence: 'What the bot says itself is no use of a command.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('boom', 'cooldown=1d');
      await mia.adds('echo', '', '!boom');
      await ann.uses('!echo', '› !boom');
      await bob.uses('!boom');
    },
  },
];
