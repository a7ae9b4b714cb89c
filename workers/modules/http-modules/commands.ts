import { MAX_HTTP_MODULES, MAX_MODULE_URL } from '../../core/http-modules.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { platformsReserving } from '../../core/reserved.ts';
import { truncate } from '../../core/text.ts';
import { nameOf } from '../commands/names.ts';
import { printOptionWords } from '../commands/option-words.ts';
import type { ListedModule } from './listing.ts';
import { findModule, listModules } from './listing.ts';
import type { ModuleChange, ModuleMade } from './modules.ts';
import { addModule, changeModule, removeModule } from './modules.ts';
import { OPTION_NAMES, readModuleOptions } from './options.ts';

const name = {
  type: 'word',
  required: true,
  summary: 'The module, with or without the prefix.',
  suggest: 'commands',
} as const;
const NAMED: Options = { name };

/** Longest list and longest answer of a module in one reply, in code points. */
const LIST_LENGTH = 400;
const SHOWN_LENGTH = 300;

const typedName = ({ options }: CommandCall, ctx: Ctx): string => nameOf(options.name ?? '', ctx.prefix);

const valuesFor = (bare: string, ctx: Ctx) => ({ name: ctx.prefix + bare, bare, prefix: ctx.prefix });

function wordsFor(change: ModuleChange | ModuleMade, done: string, ctx: Ctx): Reply {
  const key = change.result === 'done' ? done : change.result;
  return say(
    ctx.say(key, {
      ...valuesFor(change.name, ctx),
      ...(key === 'bad-name' ? { name: change.name } : {}),
      most: change.result === 'full' ? MAX_HTTP_MODULES : MAX_MODULE_URL,
      path: `/api/v1/modules/${ctx.community.slug}/${change.name}`,
    }),
  );
}

/** The secret is not among what is told: whoever reads chat, now or later, would have it. */
async function add(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const made = await addModule(ctx, { name: typedName(call, ctx), url: (call.options.url ?? '').trim() });
  const reply = wordsFor(made, 'added', ctx);
  const reserved = made.result === 'done' ? platformsReserving(made.name) : [];
  if (reserved.length === 0) return reply;
  const values = { ...valuesFor(made.name, ctx), platforms: reserved.join(', ') };
  return say(`${reply.text} ${ctx.say('reserved', values)}`);
}

async function list(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const modules = await listModules(ctx, { limit: MAX_HTTP_MODULES });
  if (modules.length === 0) return say(ctx.say('list.none', { prefix: ctx.prefix }));
  const names = modules.map((module) =>
    module.enabled ? ctx.prefix + module.name : ctx.say('list.off', valuesFor(module.name, ctx)),
  );
  return say(ctx.say('list', { list: truncate(names.join(' '), LIST_LENGTH) }));
}

/** What people put into an address's query may be a secret of theirs. */
function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return origin + pathname + (search === '' ? '' : '?…');
}

const optionsShown = ({ options, cacheSeconds, enabled }: ListedModule, now: number): string =>
  [`enabled=${enabled ? 'on' : 'off'}`, `cache=${cacheSeconds || 'off'}`, printOptionWords(options, now)]
    .filter(Boolean)
    .join(' ');

/** What is done with a module that is there, or the words for one that is not. */
async function withModule(
  call: CommandCall,
  ctx: Ctx,
  then: (module: ListedModule) => Promise<Reply> | Reply,
): Promise<Reply> {
  const asked = typedName(call, ctx);
  const module = await findModule(ctx, asked);
  return module ? then(module) : say(ctx.say('missing', valuesFor(asked, ctx)));
}

const show = (call: CommandCall, ctx: Ctx): Promise<Reply> =>
  withModule(call, ctx, (module) => {
    const values = { url: shownUrl(module.url), options: optionsShown(module, ctx.now) };
    const text = ctx.say('shown', { ...valuesFor(module.name, ctx), ...values });
    return say(module.summary === '' ? text : `${text}: ${module.summary}`);
  });

const tryOut = (call: CommandCall, ctx: Ctx): Promise<Reply> =>
  withModule(call, ctx, async ({ id, name: bare }) => {
    const trial = await ctx.httpModules.tryOut(id);
    if (!trial) return say(ctx.say('missing', valuesFor(bare, ctx)));
    const { problem, promised, shows, status, tookMs, breaker } = trial;
    const key = problem !== null ? 'failed' : promised ? 'promised' : shows === null ? 'silent' : 'shows';
    const text = ctx.say(`trial.${key}`, {
      ...valuesFor(bare, ctx),
      status: status ?? '',
      ms: tookMs,
      problem: problem ?? '',
      text: truncate(shows ?? '', SHOWN_LENGTH),
    });
    return say(breaker === 'closed' ? text : `${text} ${ctx.say('trial.open')}`);
  });

async function setOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const read = readModuleOptions(call.options.settings ?? '', ctx.now);
  if (!read.ok) {
    const { value = '', values = '' } = read.reason === 'bad-value' ? read : {};
    return say(ctx.say(read.reason, { option: read.option, value, values, options: OPTION_NAMES }));
  }
  const { options, cacheSeconds } = read;
  const patch = { options, ...(cacheSeconds === undefined ? {} : { cacheSeconds }) };
  return wordsFor(await changeModule(ctx, typedName(call, ctx), patch), 'changed', ctx);
}

const switching = (enabled: boolean) => ({
  summary: enabled
    ? { en: 'Switches a module on again.', de: 'Schaltet ein Modul wieder ein.' }
    : {
        en: 'Switches a module off; it keeps its name and secret.',
        de: 'Schaltet ein Modul aus; Name und Geheimnis behält es.',
      },
  options: NAMED,
  effect: 'database' as const,
  run: async (call: CommandCall, ctx: Ctx) =>
    wordsFor(await changeModule(ctx, typedName(call, ctx), { enabled }), enabled ? 'on' : 'off', ctx),
});

export const module: Command = {
  name: 'module',
  summary: {
    en: 'Adds programs of your own that answer commands over HTTP.',
    de: 'Bindet eigene Programme ein, die Befehle über HTTP beantworten.',
  },
  level: 'admin',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: {
        en: 'Adds a module; the API tells its secret.',
        de: 'Legt ein Modul an; sein Geheimnis verrät die API.',
      },
      options: { name, url: { type: 'rest', required: true, summary: 'The https address that is called.' } },
      effect: 'database',
      run: add,
    },
    remove: {
      summary: { en: 'Removes a module.', de: 'Entfernt ein Modul.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeModule(ctx, typedName(call, ctx)), 'removed', ctx),
    },
    list: { summary: { en: 'Lists the modules.', de: 'Zeigt alle Module.' }, run: list },
    show: {
      summary: {
        en: 'Shows where a module is and what is set on it.',
        de: 'Zeigt, wo ein Modul liegt und was daran eingestellt ist.',
      },
      options: NAMED,
      run: show,
    },
    on: switching(true),
    off: switching(false),
    test: {
      summary: {
        en: 'Calls a module once and tells what came of it.',
        de: 'Ruft ein Modul einmal auf und sagt, was dabei herauskam.',
      },
      options: NAMED,
      run: tryOut,
    },
    options: {
      summary: {
        en: `Sets options of a module: ${OPTION_NAMES}.`,
        de: `Setzt Optionen eines Moduls: ${OPTION_NAMES}.`,
      },
      options: {
        name,
        settings: { type: 'rest', required: true, summary: 'As cache=60 level=vip usercooldown=10s; - sets back.' },
      },
      effect: 'database',
      run: setOptions,
    },
  },
};
