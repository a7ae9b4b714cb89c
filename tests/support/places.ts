import { expect } from 'vitest';
import { parseDuration } from '../../workers/core/durations.ts';
import type { Platform } from '../../workers/core/ids.ts';
import type { RefusalReason } from '../../workers/core/invocation.ts';
import { DEMO } from '../stand-ins/run.ts';
import type { Answer, Role, Said } from './doors.ts';
import { Person } from './person.ts';
import type { SharedTime } from './time.ts';
import { chatsAreRead, until, type World, type WorldOptions } from './world.ts';

const TWITCH = Array.from({ length: 120 }, (_, i) => ({
  id: String(1_500_000 + i),
  login: `place_${i}`,
  botIsModerator: true,
}));
const KICK = Array.from({ length: 80 }, (_, i) => ({ id: String(3_500_000 + i), login: `place_${i}` }));
const GUILDS = Array.from({ length: 80 }, (_, i) => ({
  id: String(2_500_000_000_000_000_000n + BigInt(i) * 10_000n),
  name: `place ${i}`,
  ownerId: DEMO.discord.guild.ownerId,
  channels: Array.from({ length: 6 }, (_, room) => ({
    id: String(2_500_000_000_000_000_000n + BigInt(i) * 10_000n + BigInt(room + 1)),
    name: `room-${room}`,
  })),
}));
const SLACK_ROOMS_EACH = 4;
const SLACK_ROOMS = Array.from({ length: 40 * SLACK_ROOMS_EACH }, (_, i) => ({ id: `C${i}PLACE`, name: `place-${i}` }));
const BROADCASTS = Array.from({ length: 10 }, (_, i) => `place${i}`);

/** A world with channels enough for each journey to have its own. */
export const WITH_PLACES: WorldOptions = {
  twitch: { channels: TWITCH },
  kick: { channels: KICK },
  discord: { guilds: [{ ...DEMO.discord.guild, channels: [DEMO.discord.channel] }, ...GUILDS] },
  slack: { channels: SLACK_ROOMS },
  youtube: { pollingIntervalMs: 500 },
};

/** More than any journey asks for, so that journeys about something else never meet a limit. */
const WIDE = { count: 10_000, windowMs: 60_000 };
const WIDE_LIMITS = { command: WIDE, channel: WIDE, community: WIDE, reply: WIDE };

/** Opens places of their own for journeys. */
export class Places {
  readonly world: World;
  readonly time: SharedTime;
  readonly #free = {
    twitch: TWITCH.map(({ id }) => ({ channel: id, rooms: [id] })),
    kick: KICK.map(({ id }) => ({ channel: id, rooms: [id] })),
    discord: GUILDS.map(({ id, channels }) => ({ channel: id, rooms: channels.map((room) => room.id) })),
    // A workspace and a YouTube channel are one each, and so shared: what is said there needs words of its own.
    slack: Array.from({ length: SLACK_ROOMS.length / SLACK_ROOMS_EACH }, (_, i) => ({
      channel: DEMO.slack.team.id,
      rooms: SLACK_ROOMS.slice(SLACK_ROOMS_EACH * i, SLACK_ROOMS_EACH * (i + 1)).map(({ id }) => id),
    })),
    youtube: BROADCASTS.map((id) => ({ channel: DEMO.youtube.channel.id, rooms: [id] })),
  } satisfies Record<Platform, { channel: string; rooms: string[] }[]>;
  #communities = 0;

  constructor(world: World, time: SharedTime) {
    this.world = world;
    this.time = time;
  }

  /**
   * Puts the broadcasts on the air, leaves the demo community what is shared, without limits, and lets the database refuse
   * commands called `cursed`. The demo's broadcast has to be on.
   */
  async ready(): Promise<void> {
    const { youtube, rows } = this.world;
    await rows(`delete from channels where platform not in ('slack', 'youtube')`);
    await rows(`create function refuse() returns trigger language plpgsql as $$ begin raise 'cursed'; end $$`);
    await rows(
      `create trigger cursed before insert on commands for each row when (new.name = 'cursed') execute function refuse()`,
    );
    for (const id of BROADCASTS) await youtube.publish({ id, title: id, live: 'live' });
    await new Place(this, 'slack', { channel: DEMO.slack.team.id, rooms: [] }, 'demo').limits(WIDE_LIMITS);
    await chatsAreRead(this.world, [DEMO.youtube.broadcast.id, ...BROADCASTS]);
  }

  /** A channel in a community of its own, or of the given one. */
  async open(platform: Platform, community?: string): Promise<Place> {
    const place = this.#free[platform].shift();
    if (!place) throw new Error(`no place on ${platform} is left`);
    if (platform === 'slack' || platform === 'youtube') return new Place(this, platform, place, 'demo');
    const slug = community ?? `place-${this.#communities++}`;
    if (community === undefined)
      await this.world.rows(
        `insert into communities (id, slug, name, limits) values (gen_random_uuid(), $1, $1, $2::jsonb)`,
        [slug, JSON.stringify(WIDE_LIMITS)],
      );
    await this.world.rows(
      `insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator, bot_account)
       select gen_random_uuid(), id, $2, $3, $3, true, $4 from communities where slug = $1`,
      [slug, platform, place.channel, platform === 'kick' ? DEMO.kick.bot.id : null],
    );
    return new Place(this, platform, place, slug);
  }
}

interface Limit {
  readonly count: number;
  readonly windowMs: number;
}
type Limits = Readonly<Partial<Record<'command' | 'channel' | 'community' | 'reply', Limit | null>>>;

export interface Refusal {
  readonly at: number;
  readonly reason: RefusalReason;
  readonly account: string;
}

let people = 0;

/**
 * A channel with the people in it: olga owns it, mia moderates it, vera is a VIP, sue subscribes, ann, bob and cleo watch.
 * What is said in it is said in each of its rooms in turn.
 */
export class Place {
  readonly platform: Platform;
  readonly channel: string;
  readonly rooms: readonly string[];
  /** The community's slug. */
  readonly community: string;
  readonly world: World;
  readonly #places: Places;
  readonly #others: Place[] = [];
  #turn = 0;
  #isLimited = false;
  /** What commands say that were made here. */
  readonly texts = new Map<string, string>();
  /** Lines that nothing may come of. */
  readonly unanswered: (Said & { readonly line: string })[] = [];

  readonly olga: Person;
  readonly mia: Person;
  readonly vera: Person;
  readonly sue: Person;
  readonly ann: Person;
  readonly bob: Person;
  readonly cleo: Person;

  constructor(
    places: Places,
    platform: Platform,
    { channel, rooms }: { readonly channel: string; readonly rooms: readonly string[] },
    community: string,
  ) {
    this.#places = places;
    this.world = places.world;
    this.platform = platform;
    this.channel = channel;
    this.rooms = rooms;
    this.community = community;
    this.olga = this.person('olga', 'owner');
    this.mia = this.person('mia', 'moderator');
    this.vera = this.person('vera', 'vip');
    this.sue = this.person('sue', 'subscriber');
    this.ann = this.person('ann');
    this.bob = this.person('bob');
    this.cleo = this.person('cleo');
  }

  person(name: string, role: Role = 'viewer'): Person {
    return new Person(this, `${name}${people++}`, role);
  }

  /** Lets time pass, as `90s` or `10m`. */
  readonly passes = (time: string): Promise<void> => {
    const seconds = parseDuration(time);
    if (seconds === null) throw new Error(`${time} is no time`);
    return this.#places.time.passes(seconds * 1_000);
  };

  /** Another channel of the same community. */
  readonly another = async (platform: Platform = this.platform): Promise<Place> => {
    const place = await this.#places.open(platform, this.community);
    for (const [name, text] of this.texts) place.texts.set(name, text);
    this.#others.push(place);
    return place;
  };

  nextRoom(): string {
    return this.rooms[this.#turn++ % this.rooms.length] as string;
  }

  /** Calls the admin API as who runs the installation. */
  readonly api = async <T = unknown>(method: string, path: string, body?: unknown): Promise<T> => {
    const { worker, secrets } = this.world;
    const response = await fetch(`${worker.url}/api/v1${path}`, {
      method,
      headers: { 'x-service-key': secrets.service, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };

  /** Sets the community's limits; null: as usual. */
  readonly limits = async (limits: Limits): Promise<void> => {
    this.#isLimited = limits !== WIDE_LIMITS;
    await this.api('PATCH', `/communities/${this.community}`, { limits });
  };

  async refusals(): Promise<readonly Refusal[]> {
    const { data } = await this.api<{ data: Refusal[] }>('GET', `/channels/${this.platform}:${this.channel}/refusals`);
    return data;
  }

  /** Somebody of another place of this platform, who comes here, too. */
  guest({ name, role, account }: Person): Person {
    return new Person(this, name, role, account);
  }

  /** All answers to lines that are said at once. */
  async answersTo(lines: readonly Promise<Said>[]): Promise<readonly Answer[]> {
    const said = await Promise.all(lines);
    const answers = () => said.flatMap((line) => line.answers());
    await until('one of them is answered', () => answers().length > 0);
    await this.#laterLine();
    return answers();
  }

  async goesLive(is = true): Promise<void> {
    const { channel, world } = this;
    if (this.platform === 'kick') await world.kick.emit({ type: 'livestream.status.updated', channel, isLive: is });
    else if (is) await world.twitch.emit.streamOnline({ channel });
    else await world.twitch.emit.streamOffline({ channel });
  }

  /** What decides for this channel dies in the middle of somebody's line, which the platform then sends again. */
  readonly crashes = async (): Promise<void> => {
    await this.world.arm('admit:before-queue');
    await this.person('zoe').uses('!ping', 'Pong!');
  };

  /** A deploy, and the minute after it. */
  readonly deploys = async (): Promise<void> => {
    await this.world.deploy();
    await this.world.worker.cron('* * * * *');
    await this.world.discord.gateway.connected(30_000);
  };

  /** A line that is said and answered now, so that what was said before it would have been answered, too. */
  async #laterLine(): Promise<void> {
    await this.person('passerby').uses('!about', /^WaddleBot/);
  }

  /** Nothing came of what was refused, here and in the community's other places: what was said later is answered. */
  async settle(): Promise<void> {
    if (this.#isLimited) await this.limits(WIDE_LIMITS);
    for (const place of this.#others) await place.settle();
    if (this.unanswered.length === 0) return;
    await this.#laterLine();
    for (const { line, answers } of this.unanswered) expect(answers(), `answers to ${line}`).toEqual([]);
  }
}
