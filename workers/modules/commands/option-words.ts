import type { CommandOptions } from '../../core/command-options.ts';
import { commandOptions, MAX_COOLDOWN_SECONDS } from '../../core/command-options.ts';
import { parseDuration, printDuration } from '../../core/durations.ts';
import { DIALECTS } from '../../core/templates/nodes.ts';
import type { OptionsPatch } from './options.ts';

/** What people type for an option, what it sets, and what its value may be. */
interface Word {
  readonly values: string;
  readonly read: (value: string, now: number) => OptionsPatch | null;
  /** What goes back to what the command declares. */
  readonly unset: OptionsPatch;
}

const SWITCH: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
};
const RESET = new Set(['-', 'default', 'reset']);

/** A patch of one option, if the schema takes its value. */
function checked(patch: OptionsPatch): OptionsPatch | null {
  const read = commandOptions.safeParse(patch);
  return read.success ? read.data : null;
}

const text = (
  key: 'level' | 'group' | 'category' | 'name' | 'style' | 'dialect' | 'onExpiry',
  values: string,
): Word => ({
  values,
  read: (value) => checked({ [key]: value.toLowerCase() }),
  unset: { [key]: null },
});
const flag = (key: 'enabled' | 'hidden'): Word => ({
  values: 'on, off',
  read: (value) => {
    const on = SWITCH[value.toLowerCase()];
    return on === undefined ? null : { [key]: on };
  },
  unset: { [key]: null },
});
const wait = (key: 'user' | 'channel' | 'group'): Word => ({
  values: `30, 30s, 5m … up to ${printDuration(MAX_COOLDOWN_SECONDS)}`,
  read: (value) => {
    const seconds = parseDuration(value);
    return seconds === null ? null : checked({ cooldown: { [key]: seconds } });
  },
  unset: { cooldown: { [key]: null } },
});
const inCooldown = (key: 'exempt' | 'notice', values: string): Word => ({
  values,
  read: (value) => checked({ cooldown: { [key]: value.toLowerCase() } }),
  unset: { cooldown: { [key]: null } },
});

const LEVEL_NAMES = 'everyone, follower, subscriber, vip, moderator, admin, owner';

const WORDS: Readonly<Record<string, Word>> = {
  enabled: flag('enabled'),
  name: text('name', 'one word'),
  level: text('level', LEVEL_NAMES),
  cooldown: wait('channel'),
  usercooldown: wait('user'),
  groupcooldown: wait('group'),
  exempt: inCooldown('exempt', LEVEL_NAMES),
  notice: inCooldown('notice', 'nothing, once, ephemeral'),
  group: text('group', 'one word'),
  category: text('category', 'one word'),
  platforms: {
    values: 'twitch,discord,slack,youtube,kick or all',
    read: (value) =>
      value.toLowerCase() === 'all'
        ? { platforms: null }
        : checked({ platforms: value.toLowerCase().split(',') as never }),
    unset: { platforms: null },
  },
  live: {
    values: 'live, offline, any',
    read: (value) => (value.toLowerCase() === 'any' ? { live: null } : checked({ live: value.toLowerCase() as never })),
    unset: { live: null },
  },
  hidden: flag('hidden'),
  style: text('style', 'say, mention, reply, ephemeral'),
  dialect: text('dialect', DIALECTS.join(', ')),
  expires: {
    values: '2h, 3d, 2026-12-24T18:00Z or never',
    read: (value, now) => {
      if (value.toLowerCase() === 'never') return { expiresAt: null };
      const seconds = parseDuration(value, 'm');
      if (seconds !== null) return { expiresAt: new Date(now + seconds * 1000).toISOString() };
      const at = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
      return Number.isNaN(at) ? null : { expiresAt: new Date(at).toISOString() };
    },
    unset: { expiresAt: null },
  },
  onexpiry: text('onExpiry', 'disable, delete'),
};

export const OPTION_NAMES = Object.keys(WORDS).join(', ');

export type ReadOptions =
  | { readonly ok: true; readonly patch: OptionsPatch }
  | { readonly ok: false; readonly reason: 'unknown-option'; readonly option: string }
  | {
      readonly ok: false;
      readonly reason: 'bad-value';
      readonly option: string;
      readonly value: string;
      readonly values: string;
    };

/** Reads `level=vip cooldown=30s expires=2h`, in any order; the last of two that say different things counts. */
export function readOptions(typed: string, now: number): ReadOptions {
  let patch: OptionsPatch = {};
  for (const pair of typed.split(/\s+/).filter(Boolean)) {
    const equals = pair.indexOf('=');
    const option = (equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    const word = Object.hasOwn(WORDS, option) ? WORDS[option] : undefined;
    if (!word) return { ok: false, reason: 'unknown-option', option };
    const read = RESET.has(value.toLowerCase()) ? word.unset : value === '' ? null : word.read(value, now);
    if (!read) return { ok: false, reason: 'bad-value', option, value, values: word.values };
    patch = { ...patch, ...read, ...(read.cooldown ? { cooldown: { ...patch.cooldown, ...read.cooldown } } : {}) };
  }
  return { ok: true, patch };
}

/** Options as they would be typed. */
export function printOptionWords(options: CommandOptions, now: number): string {
  const { cooldown = {} } = options;
  const shown: readonly (readonly [string, unknown])[] = [
    ['enabled', options.enabled === undefined ? undefined : options.enabled ? 'on' : 'off'],
    ['level', options.level],
    ['cooldown', cooldown.channel],
    ['usercooldown', cooldown.user],
    ['groupcooldown', cooldown.group],
    ['exempt', cooldown.exempt],
    ['notice', cooldown.notice],
    ['group', options.group],
    ['category', options.category],
    ['platforms', options.platforms?.join(',')],
    ['live', options.live],
    ['hidden', options.hidden === undefined ? undefined : options.hidden ? 'on' : 'off'],
    ['style', options.style],
    ['dialect', options.dialect],
    ['expires', options.expiresAt && printDuration(Math.max(0, (Date.parse(options.expiresAt) - now) / 1000))],
    ['onexpiry', options.onExpiry],
    ['allowed', options.allow?.length || undefined],
    ['denied', options.deny?.length || undefined],
  ];
  return shown
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
