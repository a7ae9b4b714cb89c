import { textOf, unquoted } from '../segments.ts';
import { unavailable } from '../words.ts';
import type { Peer, Printed, Status, Variable } from './variable.ts';
import { FOSSABOT, joins, NIGHTBOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';

/** What a peer's documents print where there is nothing to tell; the dialect's words for an unavailable value elsewhere. */
type Instead = Readonly<Partial<Record<Peer, string>>>;

const row = (
  names: readonly string[],
  of: readonly Peer[],
  status: Status,
  says: string,
  instead: Instead = {},
): Variable => ({
  names,
  of,
  status,
  says,
  print: ({ dialect }): Printed =>
    (dialect === 'native' ? undefined : instead[dialect]) ?? unavailable(dialect, names[0] as string),
});

const BOTH: readonly Peer[] = ['streamelements', 'fossabot'];
const EVERYONE: readonly Peer[] = ['nightbot', 'streamelements', 'fossabot'];

const key = (whose: string): Status =>
  notOffered(`it needs a key of ${whose}; $(urlfetch …) reaches those that ask for none`);
const EMOTES = notOffered('no list of the channel’s emotes is kept');
const POST = key('the site’s');
const CHARITY = notOffered('charity campaigns are not followed');
const REWARDS = joins(15, 'queues');

const charity = (member: string, says: string): Variable =>
  row([member === '' ? 'charity' : `charity.${member}`], FOSSABOT, CHARITY, says, {
    fossabot: '[Error: No campaign active.]',
  });

const reward = (member: string, says: string): Variable => ({
  ...row([member === '' ? 'twitchreward' : `twitchreward.${member}`], FOSSABOT, REWARDS, says, {
    fossabot: '[Error: Unable to find a reward with that name.]',
  }),
  open: true,
});

const NO_QUOTE = row(['quote'], BOTH, WORKS, 'a quote, by chance or by its number', {
  streamelements: 'quote not found',
  fossabot: '[Error: This channel does not have any quotes.]',
});

export const ELSEWHERE: readonly Variable[] = [
  {
    ...NO_QUOTE,
    print: async (call) => {
      const number = /^#?(\d{1,9})$/.exec(textOf(unquoted(call.args)).trim())?.[1];
      const quote = await call.sources.quote(number === undefined ? null : Number(number));
      return quote ?? NO_QUOTE.print?.(call) ?? null;
    },
  },
  row(['pointsname'], STREAMELEMENTS, joins(10, 'loyalty points'), 'what points are called', {
    streamelements: 'points',
  }),
  row(['redeem'], STREAMELEMENTS, joins(10, 'the store of loyalty points'), 'buys an item of the store'),
  row(['ai', 'chatgpt'], STREAMELEMENTS, joins(14, 'AI replies'), 'what an AI answers'),
  row(['lastfm'], ['nightbot', 'fossabot'], joins(12, 'music'), 'the song that Last.fm heard last'),
  reward('', 'unfulfilled redemptions of a reward'),
  reward('queue_depth', 'the same'),
  reward('redeemer_position', 'place in its queue of who typed the command, or of somebody'),
  reward('redeemers', 'the first in its queue'),
  charity('', 'the campaign that runs'),
  charity('amount_raised', 'what was raised'),
  charity('description', 'what it is for'),
  charity('name', 'its name'),
  charity('progress', 'percents of its goal'),
  charity('remaining', 'what is missing to its goal'),
  charity('target', 'its goal'),
  charity('website', 'its address'),
  row(['twitchemotes'], BOTH, EMOTES, 'the channel’s emotes'),
  row(['bttvemotes'], BOTH, EMOTES, 'the channel’s emotes at BetterTTV'),
  row(['ffzemotes'], BOTH, EMOTES, 'the channel’s emotes at FrankerFaceZ'),
  row(['7tvemotes'], BOTH, EMOTES, 'the channel’s emotes at 7TV'),
  row(['weather'], EVERYONE, key('a weather service'), 'the weather somewhere'),
  row(['stockprice'], STREAMELEMENTS, key('a stock exchange'), 'the price of a share'),
  row(['leagueoflegends'], EVERYONE, key('Riot’s'), 'rank of a player'),
  row(['teamfighttactics'], EVERYONE, key('Riot’s'), 'rank of a player'),
  row(['tft'], STREAMELEMENTS, key('Riot’s'), 'the same'),
  row(['valorant'], FOSSABOT, key('Riot’s'), 'rank of a player'),
  row(['pubg'], STREAMELEMENTS, key('PUBG’s'), 'numbers of a player', { streamelements: 'Failed to get stats' }),
  row(['steam'], NIGHTBOT, key('Steam’s'), 'a profile at Steam'),
  row(['rainwave'], NIGHTBOT, key('Rainwave’s'), 'the song that Rainwave plays'),
  row(['djkhaled'], NIGHTBOT, notOffered('the lines belong to somebody else'), 'a line of DJ Khaled’s'),
  row(['mastodon'], FOSSABOT, POST, 'the last post of an account'),
  row(['tiktok'], FOSSABOT, POST, 'the last video of an account'),
  row(['x'], FOSSABOT, POST, 'the last post of an account'),
  row(['youtube'], FOSSABOT, POST, 'the last video of an account'),
];
