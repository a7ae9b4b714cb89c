import type { CommandReply, CooldownNotice, ReplyStyle } from '../../core/command-options.ts';
import { type CommandEntry, type CommandPartEntry, toldSummary } from '../../core/commands.ts';
import type { Platform } from '../../core/ids.ts';
import type { Level } from '../../core/levels.ts';
import { atLeast } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { printOptions } from '../../core/options.ts';
import type { Dialect } from '../../core/templates/nodes.ts';
import type { InEachLanguage } from '../../core/words.ts';

export interface ListFilters {
  readonly kind?: CommandEntry['kind'];
  readonly category?: string;
  readonly group?: string;
  /** Only what answers on this platform. */
  readonly platform?: Platform;
  /** Only what somebody of this level may use. */
  readonly level?: Level;
  readonly enabled?: boolean;
  /** Part of a name. */
  readonly search?: string;
}

interface ListedPart {
  readonly summary: string;
  readonly summaries: InEachLanguage | null;
  readonly usage: string;
  readonly level: Level;
  readonly cooldown: {
    readonly user: number;
    readonly channel: number;
    readonly group: number;
    readonly exempt: Level;
    readonly notice: CooldownNotice;
  };
  readonly enabled: boolean;
  readonly live: 'live' | 'offline' | null;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly expiresAt: string | null;
  readonly uses: number;
}

/** A command as lists and editors show it. */
export interface ListedCommand extends ListedPart {
  readonly id: string;
  readonly name: string;
  readonly kind: CommandEntry['kind'];
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly platforms: readonly Platform[] | null;
  readonly group: string | null;
  readonly category: string | null;
  readonly style: ReplyStyle | null;
  readonly dialect: Dialect;
  readonly replies: readonly CommandReply[] | null;
  /** What an alias stands for. */
  readonly expansion: string | null;
  readonly subcommands: Readonly<Record<string, ListedPart>>;
}

function partOf(part: CommandPartEntry, uses: number): ListedPart {
  const { user, channel, group = 0, exempt, notice = 'nothing' } = part.cooldown;
  return {
    ...toldSummary(part.summary),
    usage: printOptions(part.options),
    level: part.level,
    cooldown: { user, channel, group, exempt, notice },
    enabled: part.enabled !== false,
    live: part.live ?? null,
    allow: part.allow ?? [],
    deny: part.deny ?? [],
    expiresAt: part.expiresAt === undefined ? null : new Date(part.expiresAt).toISOString(),
    uses,
  };
}

/** `uses` by the command's id, with its subcommand. */
function listed(entry: CommandEntry, uses: ReadonlyMap<string, number>): ListedCommand {
  const subcommands = Object.entries(entry.subcommands).map(
    ([name, part]) => [name, partOf(part, uses.get(`${entry.id} ${name}`) ?? 0)] as const,
  );
  return {
    id: entry.id,
    name: entry.name,
    kind: entry.kind,
    aliases: entry.aliases,
    hidden: entry.hidden,
    platforms: entry.platforms ?? null,
    group: entry.group ?? null,
    category: entry.category ?? null,
    style: entry.style ?? null,
    dialect: entry.dialect ?? 'native',
    replies: entry.replies ?? null,
    expansion: entry.expansion ?? null,
    ...partOf(entry, uses.get(entry.id) ?? 0),
    subcommands: Object.fromEntries(subcommands),
  };
}

const holds = (entry: CommandEntry, filters: ListFilters): boolean => {
  const { kind, category, group, platform, level, enabled, search } = filters;
  return (
    (kind === undefined || entry.kind === kind) &&
    (category === undefined || entry.category === category) &&
    (group === undefined || entry.group === group) &&
    (platform === undefined || (entry.platforms?.includes(platform) ?? true)) &&
    (level === undefined || (atLeast(level, entry.level) && !entry.hidden)) &&
    (enabled === undefined || (entry.enabled !== false) === enabled) &&
    (search === undefined || entry.name.includes(search.toLowerCase()))
  );
};

/** A community's commands, built in and its own, by name. @param after the name that the page before ended with */
export async function listCommands(
  ctx: VerbCtx,
  { filters, after, limit }: { readonly filters: ListFilters; readonly after?: string; readonly limit: number },
): Promise<readonly ListedCommand[]> {
  const [registry, uses] = await Promise.all([ctx.registry(), ctx.uses()]);
  return registry.entries
    .filter((entry) => holds(entry, filters) && (after === undefined || entry.name > after))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map((entry) => listed(entry, uses));
}

/** One command by its name or one of its aliases, or null. */
export async function findCommand(ctx: VerbCtx, name: string): Promise<ListedCommand | null> {
  const [registry, uses] = await Promise.all([ctx.registry(), ctx.uses()]);
  const entry = registry.get(name);
  return entry ? listed(entry, uses) : null;
}
