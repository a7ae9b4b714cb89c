import { summaryIn, usageOf } from '../../core/commands.ts';
import { atLeast } from '../../core/levels.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { truncate } from '../../core/text.ts';

/** Longest list of names in one reply, in code points: with its words around it, it stays one line on every platform. */
const LIST_LENGTH = 380;
const COOLDOWN = { user: 3, channel: 0, exempt: 'moderator' } as const;

async function listFor({ event }: CommandCall, ctx: Ctx): Promise<string> {
  const registry = await ctx.registry();
  const names = registry.visibleTo(event.author.level, event.platform).map((entry) => ctx.prefix + entry.name);
  return truncate(names.join(' '), LIST_LENGTH);
}

export const ping: Command = {
  name: 'ping',
  summary: { en: 'Answers, if the bot is there.', de: 'Antwortet, wenn der Bot da ist.' },
  cooldown: COOLDOWN,
  run: async (_, ctx) => say(ctx.say('ping')),
};

export const about: Command = {
  name: 'about',
  summary: { en: 'Says what this bot is.', de: 'Sagt, was dieser Bot ist.' },
  cooldown: COOLDOWN,
  run: async (_, ctx) => say(ctx.say('about', { prefix: ctx.prefix })),
};

export const commandList: Command = {
  name: 'commands',
  summary: { en: 'Lists the commands you can use here.', de: 'Zeigt die Befehle, die du hier benutzen kannst.' },
  cooldown: COOLDOWN,
  visibility: 'ephemeral',
  run: async (call, ctx) => {
    const list = await listFor(call, ctx);
    return say(list === '' ? ctx.say('commands.none') : ctx.say('commands', { list }));
  },
};

export const help: Command = {
  name: 'help',
  summary: { en: 'Explains the bot, or one command.', de: 'Erklärt den Bot oder einen Befehl.' },
  cooldown: COOLDOWN,
  visibility: 'ephemeral',
  options: {
    command: { type: 'word', required: false, summary: 'The command to explain.', suggest: 'commands' },
    subcommand: { type: 'word', required: false, summary: 'A part of it.' },
  },
  run: async (call, ctx) => {
    const { command, subcommand } = call.options;
    if (!command) return say(ctx.say('help', { prefix: ctx.prefix, list: await listFor(call, ctx) }));
    const name = command.startsWith(ctx.prefix) ? command.slice(ctx.prefix.length) : command;
    const entry = (await ctx.registry()).get(name);
    const level = call.event.author.level;
    if (!entry || entry.hidden || entry.enabled === false || !atLeast(level, entry.level)) {
      return say(ctx.say('help.unknown', { name, prefix: ctx.prefix }));
    }
    if (entry.replies) {
      const text = entry.replies.map((reply) => reply.text).join(' | ');
      return say(ctx.say('help.custom', { usage: usageOf(ctx.prefix, entry), text }));
    }
    if (entry.expansion !== undefined)
      return say(ctx.say('help.alias', { usage: usageOf(ctx.prefix, entry), text: entry.expansion }));
    const part = subcommand && Object.hasOwn(entry.subcommands, subcommand) ? subcommand : undefined;
    const { summary } = part ? (entry.subcommands[part] ?? entry) : entry;
    const says = { usage: usageOf(ctx.prefix, entry, part), summary: summaryIn(summary, ctx.community.language) };
    return say(ctx.say('help.command', says));
  },
};
