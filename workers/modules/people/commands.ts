import type { ChatEvent } from '../../core/events.ts';
import type { AccountPlatform, Platform } from '../../core/ids.ts';
import type { Command, Ctx } from '../../core/modules.ts';
import type { NamedAccount } from '../../core/people.ts';
import { type Reply, say } from '../../core/replies.ts';
import { chooseNaming, isNamed } from './naming.ts';

/** `link` has none: what may be tried how often is limited across all channels. */
const COOLDOWN = { user: 3, channel: 0, exempt: 'moderator' } as const;

/** Where a command is typed whose answer one person alone sees; null where there is no such place. */
const SLASH: Readonly<Partial<Record<AccountPlatform | 'hub', string>>> = {
  discord: '/link',
  slack: '/waddlebot link',
};

const PLATFORM_NAMES: Readonly<Record<AccountPlatform, string>> = {
  twitch: 'Twitch',
  discord: 'Discord',
  slack: 'Slack',
  youtube: 'YouTube',
  kick: 'Kick',
  local: 'WaddleBot',
};

const pageOf = (ctx: Ctx): string => `${ctx.publicUrl}/hub/account`;

/** `Ann (ann_live on Twitch)`: who cannot choose a display name that looks like another's shows the login, too. */
function shownAccount({ platform, login, displayName }: NamedAccount): string {
  const where = PLATFORM_NAMES[platform];
  return displayName === '' || displayName === login ? `${login} (${where})` : `${displayName} (${login}, ${where})`;
}

const shownAll = (accounts: readonly NamedAccount[]): string => accounts.map(shownAccount).join(', ');

/** Whether the answer is seen by who asked alone: as the platform promises it for its interactions, and for nothing else. */
const isUnseen = ({ kind, answer, via }: ChatEvent): boolean =>
  kind === 'command' &&
  via === undefined &&
  (answer.by === 'discord-interaction' || answer.by === 'slack-response-url');

const hereOf = (platform: Platform): string => SLASH[platform] ?? '';

const quietly = (text: string): Reply => ({ text, ephemeral: true, secret: true });

/** Gives a code, or shows who has typed the one that was given; in a chat that others read, tells where that is done. */
async function begin(event: ChatEvent, ctx: Ctx): Promise<Reply> {
  const here = hereOf(event.platform);
  if (!isUnseen(event))
    return say(here === '' ? ctx.say('page', { url: pageOf(ctx) }) : ctx.say('slash', { here, url: pageOf(ctx) }));
  const waiting = await ctx.people.waiting();
  if (waiting) {
    const { typedBy, askedBy, others } = waiting;
    const values = { typed: shownAccount(typedBy), asked: shownAccount(askedBy), here, others: shownAll(others) };
    return quietly(ctx.say(others.length > 0 ? 'waiting.others' : 'waiting', values));
  }
  const asked = await ctx.people.ask();
  return quietly(
    asked.result === 'given'
      ? ctx.say('given', { code: asked.code, prefix: ctx.prefix, here })
      : ctx.say('limited', { name: event.author.displayName || event.author.login }),
  );
}

/** Who asked has seen who typed the code, and says whether that is them. */
async function decide(event: ChatEvent, ctx: Ctx, confirms: boolean): Promise<Reply> {
  if (!isUnseen(event)) return begin(event, ctx);
  const here = hereOf(event.platform);
  const decided = await ctx.people.decide(confirms);
  switch (decided.result) {
    case 'joined':
      return quietly(ctx.say('joined', { accounts: shownAll(decided.accounts) }));
    case 'refused':
      return quietly(ctx.say('refused', { typed: shownAccount(decided.typedBy), here }));
    case 'hub':
      return quietly(ctx.say('hub', { url: pageOf(ctx) }));
    case 'unseen':
    case 'nothing':
    case 'changed':
      return quietly(ctx.say(decided.result, { here }));
  }
}

/** The code is said by who typed it alone: an answer never repeats it. */
async function type(event: ChatEvent, ctx: Ctx, code: string): Promise<Reply> {
  const typed = await ctx.people.type(code);
  const name = event.author.displayName || event.author.login;
  if (typed.result !== 'typed') return { ...say(ctx.say(typed.result, { name })), ephemeral: true };
  const there = SLASH[typed.askedIn] ?? pageOf(ctx);
  return { ...say(ctx.say('typed', { name, there })), ephemeral: true };
}

export const link: Command = {
  name: 'link',
  summary: {
    en: 'Makes your accounts on several platforms one person’s.',
    de: 'Verbindet deine Konten auf mehreren Plattformen zu einer Person.',
  },
  visibility: 'ephemeral',
  options: {
    what: { type: 'word', required: false, summary: 'A code you were given; or confirm, or refuse.' },
  },
  run: async ({ event, options }, ctx) => {
    const what = options.what?.toLowerCase();
    if (what === undefined) return begin(event, ctx);
    if (what === 'confirm' || what === 'refuse') return decide(event, ctx, what === 'confirm');
    return type(event, ctx, options.what as string);
  },
};

export const whoami: Command = {
  name: 'whoami',
  summary: {
    en: 'Says who you are here, with all of your accounts.',
    de: 'Sagt, wer du hier bist, mit allen deinen Konten.',
  },
  cooldown: COOLDOWN,
  visibility: 'ephemeral',
  run: async ({ event }, ctx) => {
    const { accounts, role } = await ctx.people.whoAmI();
    const { login, displayName, level } = event.author;
    const shown = shownAll(accounts.length > 0 ? accounts : [{ platform: event.platform, login, displayName }]);
    return say(
      role ? ctx.say('whoami.role', { accounts: shown, role }) : ctx.say('whoami', { accounts: shown, level }),
    );
  },
};

/** What people type for either, whichever language they speak. */
const NAMING: Readonly<Record<string, boolean>> = { hide: false, show: true };

export const privacy: Command = {
  name: 'privacy',
  summary: {
    en: 'Says or chooses whether you are named on public pages.',
    de: 'Sagt oder legt fest, ob du auf öffentlichen Seiten genannt wirst.',
  },
  cooldown: COOLDOWN,
  visibility: 'ephemeral',
  effect: 'database',
  options: { what: { type: 'word', required: false, summary: 'hide: do not name me there; show: name me.' } },
  run: async ({ options }, ctx) => {
    const { prefix } = ctx;
    const wanted = NAMING[options.what?.toLowerCase() ?? ''];
    if (wanted === undefined)
      return say(ctx.say((await isNamed(ctx)) ? 'privacy.shown' : 'privacy.hidden', { prefix }));
    await chooseNaming(ctx, wanted);
    return say(ctx.say(wanted ? 'privacy.show' : 'privacy.hide', { prefix }));
  },
};
