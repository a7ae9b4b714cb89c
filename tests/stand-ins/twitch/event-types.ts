import type { TwitchUser } from './events.ts';

export type Condition = Record<string, string>;

/** What the platform knows when it judges a subscription. */
export interface Rights {
  clientId: string;
  /** Whether the user allows the app one of these scopes. */
  allows(userId: string, ...oneOf: string[]): boolean;
  /** Whether a user moderates a channel, which broadcasters do in their own. */
  moderates(userId: string, broadcasterId: string): boolean;
  ownsConduit(conduitId: string): boolean;
}

/** Why a subscription may not be (any more): nobody allowed it, or the reader has lost the moderator's place. */
export type Refusal = 'authorization_revoked' | 'moderator_removed';

type Judge = (condition: Condition, rights: Rights) => Refusal | undefined;

/** One EventSub subscription type: its version, its condition's fields, and who must have allowed what. */
export interface EventType {
  version: string;
  needs: readonly string[];
  optional?: readonly string[];
  /** Of these exactly one must be there. */
  oneOf?: readonly string[];
  webhookOnly?: boolean;
  judge: Judge;
}

const verdict = (allowed: boolean): Refusal | undefined => (allowed ? undefined : 'authorization_revoked');

const anybody: Judge = () => undefined;

const broadcaster =
  (...oneOf: string[]): Judge =>
  ({ broadcaster_user_id = '' }, { allows }) =>
    verdict(allows(broadcaster_user_id, ...oneOf));

const moderator =
  (...oneOf: string[]): Judge =>
  ({ broadcaster_user_id = '', moderator_user_id = '' }, { allows, moderates }) => {
    if (!allows(moderator_user_id, ...oneOf)) return 'authorization_revoked';
    return moderates(moderator_user_id, broadcaster_user_id) ? undefined : 'moderator_removed';
  };

// With an app token: user:read:chat and user:bot from the reader, and channel:bot from the broadcaster or a moderator's place.
const reader: Judge = ({ broadcaster_user_id = '', user_id = '' }, { allows, moderates }) => {
  const welcome = allows(broadcaster_user_id, 'channel:bot') || moderates(user_id, broadcaster_user_id);
  return verdict(allows(user_id, 'user:read:chat') && allows(user_id, 'user:bot') && welcome);
};

const ownApp: Judge = ({ client_id, conduit_id }, { clientId, ownsConduit }) =>
  verdict(client_id === clientId && (conduit_id === undefined || ownsConduit(conduit_id)));

const ofBroadcaster = (judge: Judge, version = '1'): EventType => ({ version, needs: ['broadcaster_user_id'], judge });
const ofModerator = (judge: Judge, version = '1'): EventType => ({
  version,
  needs: ['broadcaster_user_id', 'moderator_user_id'],
  judge,
});
const ofReader: EventType = { version: '1', needs: ['broadcaster_user_id', 'user_id'], judge: reader };
const ofReward: EventType = {
  ...ofBroadcaster(broadcaster('channel:read:redemptions', 'channel:manage:redemptions')),
  optional: ['reward_id'],
};
const ofApp: EventType = { version: '1', needs: ['client_id'], webhookOnly: true, judge: ownApp };

/** The subscription types a chat bot asks for (Twitch EventSub: subscription types). */
const EVENT_TYPES: Readonly<Record<string, EventType>> = {
  'channel.chat.message': ofReader,
  'channel.chat.notification': ofReader,
  'channel.chat.message_delete': ofReader,
  'channel.chat.clear': ofReader,
  'channel.chat.clear_user_messages': ofReader,
  'channel.follow': ofModerator(moderator('moderator:read:followers'), '2'),
  'channel.update': ofBroadcaster(anybody, '2'),
  'channel.subscribe': ofBroadcaster(broadcaster('channel:read:subscriptions')),
  'channel.subscription.end': ofBroadcaster(broadcaster('channel:read:subscriptions')),
  'channel.subscription.gift': ofBroadcaster(broadcaster('channel:read:subscriptions')),
  'channel.subscription.message': ofBroadcaster(broadcaster('channel:read:subscriptions')),
  'channel.cheer': ofBroadcaster(broadcaster('bits:read')),
  'channel.bits.use': ofBroadcaster(broadcaster('bits:read')),
  'channel.raid': {
    version: '1',
    needs: [],
    oneOf: ['from_broadcaster_user_id', 'to_broadcaster_user_id'],
    judge: anybody,
  },
  'channel.ban': ofBroadcaster(broadcaster('channel:moderate')),
  'channel.unban': ofBroadcaster(broadcaster('channel:moderate')),
  'channel.moderator.add': ofBroadcaster(broadcaster('moderation:read')),
  'channel.moderator.remove': ofBroadcaster(broadcaster('moderation:read')),
  'channel.channel_points_custom_reward_redemption.add': ofReward,
  'channel.channel_points_custom_reward_redemption.update': ofReward,
  'channel.shoutout.create': ofModerator(moderator('moderator:read:shoutouts', 'moderator:manage:shoutouts')),
  'channel.shoutout.receive': ofModerator(moderator('moderator:read:shoutouts', 'moderator:manage:shoutouts')),
  'stream.online': ofBroadcaster(anybody),
  'stream.offline': ofBroadcaster(anybody),
  'user.authorization.grant': ofApp,
  'user.authorization.revoke': ofApp,
  'conduit.shard.disabled': { version: '1', needs: ['client_id'], optional: ['conduit_id'], judge: ownApp },
};

/** The type in this version, if there is one. */
export function eventType(type: string, version: string): EventType | undefined {
  const known = Object.hasOwn(EVENT_TYPES, type) ? EVENT_TYPES[type] : undefined;
  return known?.version === version ? known : undefined;
}

/** The current version of a type; "1" for those that are not known here. */
export const versionOf = (type: string): string => EVENT_TYPES[type]?.version ?? '1';

/** The condition without its empty fields, or undefined when it is not this type's. */
export function readCondition(type: EventType, given: Condition): Condition | undefined {
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const { needs, optional = [], oneOf = [] } = type;
  const known = Object.keys(filled).every((field) => [...needs, ...optional, ...oneOf].includes(field));
  const complete = needs.every((field) => field in filled);
  const chosen = oneOf.filter((field) => field in filled).length;
  return known && complete && (oneOf.length === 0 || chosen === 1) ? filled : undefined;
}

/** The condition under which `reader` would hear this event; the type's broadcaster where it is not known here. */
export function conditionFor(
  type: string,
  event: Record<string, unknown>,
  clientId: string,
  { id }: TwitchUser,
): Condition {
  const { needs = ['broadcaster_user_id'], oneOf = [] } = EVENT_TYPES[type] ?? {};
  const own: Condition = { client_id: clientId, user_id: id, moderator_user_id: id };
  return Object.fromEntries(
    [...needs, ...oneOf.slice(-1)].map((field) => [field, own[field] ?? String(event[field] ?? '')]),
  );
}

// A condition's reader is not in the event; its other fields are, mostly under the same name.
const READERS = ['moderator_user_id', 'user_id', 'client_id'];

/** Whether an event is one of those that the condition asks for. */
export function concerns(condition: Condition, event: Record<string, unknown>): boolean {
  const reward = event.reward as { id?: unknown } | undefined;
  return Object.entries(condition).every(
    ([field, value]) => READERS.includes(field) || value === (field === 'reward_id' ? reward?.id : event[field]),
  );
}
