// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test

import { slug } from '../../../workers/modules/moving/fields.ts';
import type { Bot } from '../../../workers/modules/moving/lines.ts';
import { FOSSABOT } from '../templates/fossabot.table.ts';
import { NIGHTBOT } from '../templates/nightbot.table.ts';
import { STREAMELEMENTS } from '../templates/streamelements.table.ts';
import type { Case, Documented } from '../templates/table.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A command of a sample, with what is known of it. */
export interface Sample {
  readonly name: string;
  readonly fields: Fields;
  readonly case: Case;
  /** Options that it has to have here, besides its dialect. */
  readonly options: Fields;
  /** Reasons that its options make. */
  readonly reasons: readonly string[];
}

/** How a bot writes an option, what it has to become, and what has to be said of it. */
interface Option {
  readonly fields: Fields;
  readonly options: Fields;
  readonly reasons?: readonly string[];
}

const OPTIONS: Readonly<Record<Bot, readonly Option[]>> = {
  nightbot: [
    { fields: { coolDown: 5, count: 0, userLevel: 'everyone' }, options: { cooldown: { channel: 5 } } },
    { fields: { coolDown: 0, count: 0, userLevel: 'subscriber' }, options: { level: 'subscriber' } },
    {
      fields: { coolDown: 30, count: 0, userLevel: 'twitch_vip' },
      options: { level: 'vip', cooldown: { channel: 30 } },
    },
    {
      fields: { coolDown: 10, count: 0, userLevel: 'moderator' },
      options: { level: 'moderator', cooldown: { channel: 10 } },
    },
    { fields: { coolDown: 0, count: 0, userLevel: 'admin' }, options: { level: 'admin' } },
    { fields: { coolDown: 0, count: 0, userLevel: 'owner' }, options: { level: 'owner' } },
    { fields: { coolDown: 0, count: 0, userLevel: 'everyone' }, options: {} },
    {
      fields: { coolDown: 5, count: 0, userLevel: 'regular' },
      options: { level: 'vip', cooldown: { channel: 5 } },
      reasons: ['level-regulars'],
    },
  ],
  streamelements: [
    {
      fields: { accessLevel: 100, cooldown: { user: 15, global: 5 }, type: 'say' },
      options: { cooldown: { user: 15, channel: 5 } },
    },
    {
      fields: { accessLevel: 250, cooldown: { user: 0, global: 0 }, type: 'reply' },
      options: { level: 'subscriber', style: 'reply' },
    },
    {
      fields: { accessLevel: 400, cooldown: { user: 0, global: 10 }, type: 'mention' },
      options: { level: 'vip', style: 'mention', cooldown: { channel: 10 } },
    },
    {
      fields: { accessLevel: 500, cooldown: { user: 60, global: 0 } },
      options: { level: 'moderator', cooldown: { user: 60 } },
    },
    { fields: { accessLevel: 1000 }, options: { level: 'admin' } },
    { fields: { accessLevel: 1500, hidden: true }, options: { level: 'owner', hidden: true } },
    { fields: { accessLevel: 100, enabledOnline: true, enabledOffline: false }, options: { live: 'live' } },
    { fields: { accessLevel: 100, enabledOnline: false, enabledOffline: true }, options: { live: 'offline' } },
    { fields: { accessLevel: 100, enabled: false }, options: { enabled: false } },
    { fields: { accessLevel: 100, cost: 0, aliases: [], keywords: [] }, options: {} },
    { fields: { accessLevel: 300 }, options: { level: 'vip' }, reasons: ['level-regulars'] },
    { fields: { accessLevel: 100, cost: 50 }, options: {}, reasons: ['cost'] },
    {
      fields: { accessLevel: 100, cooldown: { user: 2.5, global: 0 } },
      options: { cooldown: { user: 3 } },
      reasons: ['cooldown-rounded'],
    },
    { fields: { accessLevel: 100, type: 'whisper' }, options: { style: 'ephemeral' }, reasons: ['whisper'] },
  ],
  fossabot: [
    { fields: { role_ids: [], enabled_online: true, enabled_offline: true }, options: {} },
    {
      fields: { role_ids: ['1', '2', '3', '4', '5'], enabled_online: true, enabled_offline: true },
      options: { level: 'subscriber' },
    },
    {
      fields: { role_ids: ['3', '4', '5'], enabled_online: true, enabled_offline: false },
      options: { level: 'vip', live: 'live' },
    },
    {
      fields: { role_ids: ['4', '5'], enabled_online: false, enabled_offline: true },
      options: { level: 'moderator', live: 'offline' },
    },
    { fields: { role_ids: ['5'], enabled_online: true, enabled_offline: true }, options: { level: 'owner' } },
    { fields: { role_ids: [], enabled_online: false, enabled_offline: false }, options: { enabled: false } },
    {
      fields: { role_ids: ['1', '4'], enabled_online: true, enabled_offline: true },
      options: { level: 'moderator' },
      reasons: ['roles-narrowed'],
    },
    {
      fields: { role_ids: ['9'], enabled_online: true, enabled_offline: true },
      options: { level: 'owner' },
      reasons: ['roles-unknown'],
    },
  ],
};

/** As Fossabot tells them beside a channel's commands. */
const ROLES: readonly Fields[] = [
  { id: '1', name: 'Subscriber', default: true },
  { id: '2', name: 'Founder', default: true },
  { id: '3', name: 'VIP', default: true },
  { id: '4', name: 'Moderator', default: true },
  { id: '5', name: 'Broadcaster', default: true },
  { id: '9', name: 'Friends of the pond', default: false },
];

const TABLES: Readonly<Record<Bot, readonly Documented[]>> = {
  nightbot: NIGHTBOT,
  streamelements: STREAMELEMENTS,
  fossabot: FOSSABOT,
};

const WRITTEN: Readonly<Record<Bot, (name: string, text: string, n: number) => Fields>> = {
  nightbot: (name, message, n) => ({ _id: `5f${String(n).padStart(22, '0')}`, name: `!${name}`, message }),
  streamelements: (command, reply, n) => ({ _id: `6a${String(n).padStart(22, '0')}`, command, reply }),
  fossabot: (name, response, n) => ({ id: String(9000 + n), name, response, type: 'custom', aliases: [] }),
};

/** One command for each documented case of each variable, its options in turn. Long texts are left to the other samples. */
export function composed(bot: Bot): readonly Sample[] {
  const cases = TABLES[bot].flatMap(({ variable, cases: all }, row) =>
    all.map((one, n) => ({ name: [slug(variable), row, n + 1].join('-'), case: one })),
  );
  // What has to be looked at comes less often, so that most lines can be.
  const plain = OPTIONS[bot].filter(({ reasons }) => reasons === undefined);
  const turns = [...plain, ...plain, ...plain, ...OPTIONS[bot]];
  return cases.map(({ name, case: one }, i) => {
    const option = turns[i % turns.length] as Option;
    return {
      name,
      case: one,
      fields: { ...WRITTEN[bot](name, one[0], i), ...option.fields },
      options: option.options,
      reasons: option.reasons ?? [],
    };
  });
}

/** A sample as its bot's API would answer it, a record a line. */
export function fileOf(bot: Bot): string {
  const records = composed(bot)
    .map(({ fields }) => `    ${JSON.stringify(fields)}`)
    .join(',\n');
  switch (bot) {
    case 'nightbot':
      return `{\n  "_total": ${composed(bot).length},\n  "status": 200,\n  "commands": [\n${records}\n  ]\n}\n`;
    case 'streamelements':
      return `[\n${records}\n]\n`;
    case 'fossabot':
      return `{\n  "roles": ${JSON.stringify(ROLES)},\n  "commands": [\n${records}\n  ]\n}\n`;
  }
}
