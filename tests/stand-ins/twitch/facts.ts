import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type About, Emit, type EmitRules } from './emit.ts';
import { type Chatter, cheerText, type TwitchUser } from './events.ts';
import { ANONYMOUS_CHEERER, gifter, type Tier } from './notices.ts';
import { type Reward, someReward } from './payloads.ts';
import type { TwitchDelivery } from './webhook.ts';

/** How one of a fact's events went; `notice` tells chat notifications apart. */
export interface FactDelivery extends TwitchDelivery {
  type: string;
  notice?: string;
}

/** Twitch promises no order among the events of one fact: at once, one after another, or so backwards. */
export type Order = 'together' | 'forwards' | 'backwards';

export interface Fact extends Pick<About, 'channel' | 'at'> {
  /** `together` unless given. */
  order?: Order;
}

type Source = Pick<FactDelivery, 'type' | 'notice'> & { send(): Promise<TwitchDelivery> };

export interface FactRules extends EmitRules {
  /** Somebody says a line in chat. */
  say(line: About & { user: Chatter; text: string; bits?: number; rewardId?: string }): Promise<TwitchDelivery>;
}

const TIER: Record<Tier, string> = { '1000': 'Tier 1', '2000': 'Tier 2', '3000': 'Tier 3' };
const shown = ({ login, name }: TwitchUser): string => name ?? login;
const months = (count: number): string => `${count} month${count === 1 ? '' : 's'}`;

/** Somebody who is given a subscription. */
const lucky = (): TwitchUser => {
  const number = randomInt(1e8);
  return { id: String(900_000_000 + number), login: `lucky_${number}` };
};

/** One fact with all the events that Twitch sends for it: what counts things must not count it twice. */
export class Facts extends Emit {
  readonly #say: FactRules['say'];

  constructor(rules: FactRules) {
    super(rules);
    this.#say = rules.say;
  }

  /** A first subscription: channel.subscribe and the notice `sub`. */
  subOf(tier: Tier, given: Fact & { user: Chatter; prime?: boolean }): Promise<FactDelivery[]> {
    const { user, prime = false } = given;
    const fields = { sub_tier: tier, is_prime: prime, duration_months: 1 };
    const system = `${shown(user)} subscribed ${prime ? 'with Prime' : `at ${TIER[tier]}`}.`;
    return this.#all(given, [
      this.#event('channel.subscribe', () => this.subscribe({ ...where(given), user, tier })),
      this.#notice('sub', () => this.notice({ ...where(given), type: 'sub', user, fields, system })),
    ]);
  }

  /** A shared renewal: channel.subscription.message and the notice `resub`; no channel.subscribe. */
  resubOf(
    count: number,
    given: Fact & { user: Chatter; tier?: Tier; streak?: number; text?: string; prime?: boolean },
  ): Promise<FactDelivery[]> {
    const { user, tier = '1000', streak, text = '', prime = false } = given;
    const fields = {
      cumulative_months: count,
      duration_months: 1,
      streak_months: streak ?? null,
      sub_tier: tier,
      is_prime: prime,
      is_gift: false,
      ...gifter(undefined),
    };
    const system = `${shown(user)} subscribed ${prime ? 'with Prime' : `at ${TIER[tier]}`}. They've subscribed for ${months(count)}!`;
    return this.#all(given, [
      this.#event('channel.subscription.message', () =>
        this.subscriptionMessage({ ...where(given), user, months: count, streak, tier, text }),
      ),
      this.#notice('resub', () => this.notice({ ...where(given), type: 'resub', user, fields, text, system })),
    ]);
  }

  /**
   * Gifts to the community: channel.subscription.gift once, channel.subscribe (is_gift) per receiver, the notice
   * `community_sub_gift` once and `sub_gift` per receiver, tied by community_gift_id. One gift to one named person
   * (`to`) is a `sub_gift` without a community gift. Without `user` the giver is anonymous.
   */
  giftOf(
    count: number,
    given: Fact & {
      user?: Chatter;
      tier?: Tier;
      cumulativeTotal?: number;
      to?: TwitchUser;
      receivers?: TwitchUser[];
    } = {},
  ): Promise<FactDelivery[]> {
    const { user, tier = '1000', cumulativeTotal, to } = given;
    const receivers = to ? [to] : (given.receivers ?? Array.from({ length: count }, lucky));
    const communityGiftId = to ? null : String(randomBytes(8).readBigUInt64BE());
    const by = user ? shown(user) : 'An anonymous user';
    const total = user ? (cumulativeTotal ?? null) : null;
    const gift = { total: receivers.length, tier, cumulativeTotal };
    const community = { id: communityGiftId ?? '', total: receivers.length, sub_tier: tier, cumulative_total: total };
    const system = `${by} is gifting ${receivers.length} ${TIER[tier]} Subs to ${shown(this.channel(given))}'s community!`;
    return this.#all(given, [
      this.#event('channel.subscription.gift', () => this.subscriptionGift({ ...where(given), user, ...gift })),
      ...(to
        ? []
        : [
            this.#notice('community_sub_gift', () =>
              this.notice({ ...where(given), type: 'community_sub_gift', user, fields: community, system }),
            ),
          ]),
      ...receivers.flatMap((receiver) => [
        this.#event('channel.subscribe', () => this.subscribe({ ...where(given), user: receiver, tier, isGift: true })),
        this.#notice('sub_gift', () =>
          this.notice({
            ...where(given),
            type: 'sub_gift',
            user,
            fields: {
              duration_months: 1,
              cumulative_total: to ? total : null,
              recipient_user_id: receiver.id,
              recipient_user_login: receiver.login,
              recipient_user_name: shown(receiver),
              sub_tier: tier,
              community_gift_id: communityGiftId,
            },
            system: `${by} gifted a ${TIER[tier]} sub to ${shown(receiver)}!`,
          }),
        ),
      ]),
    ]);
  }

  /** A cheer: channel.cheer, channel.bits.use and the chat line with its bits. Without `user` it is anonymous. */
  cheerOf(bits: number, given: Fact & { user?: Chatter; text?: string } = {}): Promise<FactDelivery[]> {
    const { user } = given;
    const text = cheerText(bits, given.text);
    const known = user ?? ANONYMOUS_CHEERER;
    return this.#all(given, [
      this.#event('channel.cheer', () => this.cheer({ ...where(given), user, bits, text })),
      this.#event('channel.bits.use', () => this.bitsUse({ ...where(given), user: known, bits, text })),
      this.#event('channel.chat.message', () => this.#say({ ...where(given), user: known, text, bits })),
    ]);
  }

  /** A redemption: the redemption.add, and with `text` the chat line that was written for it. */
  redemptionOf(given: Fact & { user: Chatter; reward?: Reward; id?: string; text?: string }): Promise<FactDelivery[]> {
    const { user, reward = someReward(), id = randomUUID(), text } = given;
    const add = 'channel.channel_points_custom_reward_redemption.add';
    return this.#all(given, [
      this.#event(add, () => this.redemption({ ...where(given), user, id, reward, text })),
      ...(text === undefined
        ? []
        : [this.#event('channel.chat.message', () => this.#say({ ...where(given), user, text, rewardId: reward.id }))]),
    ]);
  }

  /** A raid: channel.raid and the notice `raid`. */
  raidOf(viewers: number, given: Fact & { from: Chatter }): Promise<FactDelivery[]> {
    const { from } = given;
    const fields = {
      user_id: from.id,
      user_login: from.login,
      user_name: shown(from),
      viewer_count: viewers,
      profile_image_url: '',
    };
    const system = `${viewers} raiders from ${shown(from)} have joined!`;
    return this.#all(given, [
      this.#event('channel.raid', () => this.raid({ ...where(given), from, viewers })),
      this.#notice('raid', () => this.notice({ ...where(given), type: 'raid', user: from, fields, system })),
    ]);
  }

  #event(type: string, send: Source['send']): Source {
    return { type, send };
  }

  #notice(notice: string, send: Source['send']): Source {
    return { type: 'channel.chat.notification', notice, send };
  }

  /** Sends the events in the order asked for; resolves to how each went, in the order in which they were sent. */
  async #all({ order = 'together' }: Fact, sources: Source[]): Promise<FactDelivery[]> {
    const sorted = order === 'backwards' ? sources.toReversed() : sources;
    const one = async ({ type, notice, send }: Source) => ({ type, notice, ...(await send()) });
    if (order === 'together') return Promise.all(sorted.map(one));
    const deliveries: FactDelivery[] = [];
    for (const source of sorted) deliveries.push(await one(source));
    return deliveries;
  }
}

const where = ({ channel, at }: Fact): About => ({ channel, at });
