import type { AliasFault } from '../../core/aliases.ts';
import { expandAlias } from '../../core/aliases.ts';
import { type CommandEntry, toldSummary } from '../../core/commands.ts';
import type { Platform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { FoundCommand } from '../../core/registry.ts';
import type { InEachLanguage } from '../../core/words.ts';
import { entryOf, expansionOf, textRefusal, withAliases } from './aliases.ts';

export interface AliasTrial {
  readonly name: string;
  readonly expansion: string;
  /** What would be typed after it. */
  readonly args: string;
  /** Who would type it. */
  readonly user: string;
  readonly platform: Platform;
}

/** One alias on the way from what is typed to what runs. */
interface Step {
  readonly alias: string;
  /** What was typed after it, or came to it. */
  readonly args: string;
  readonly standsFor: string;
}

/** One command that would run. */
interface Link extends Pick<CommandEntry, 'kind' | 'level'> {
  /** As somebody would type it. */
  readonly line: string;
  readonly command: string;
  readonly summary: string;
  readonly summaries: InEachLanguage | null;
  readonly enabled: boolean;
}

export type Unfolded =
  | { readonly result: 'done'; readonly steps: readonly Step[]; readonly links: readonly Link[] }
  /** `name`: what is not there, or what stands for itself or for too much. */
  | { readonly result: AliasFault | 'empty' | 'too-long'; readonly name: string };

const stepOf = ({ entry, rest }: FoundCommand): Step => ({
  alias: entry.name,
  args: rest,
  standsFor: entry.expansion ?? '',
});

const linkOf = ({ entry, subcommand, rule, rest }: FoundCommand, prefix: string): Link => ({
  line: `${prefix}${[entry.name, subcommand, rest].filter(Boolean).join(' ')}`,
  command: entry.name,
  kind: entry.kind,
  ...toldSummary(rule.summary),
  level: rule.level,
  enabled: entry.enabled !== false && rule.enabled !== false,
});

/** What an alias would come to, kept or not, alias by alias and down to the commands that run. Nothing runs, nothing is counted. */
export async function unfoldAlias(
  ctx: VerbCtx,
  { name, expansion: typed, args, user, platform }: AliasTrial,
): Promise<Unfolded> {
  const expansion = expansionOf(typed);
  const refused = textRefusal(name, expansion);
  if (refused) return { result: refused.result === 'empty' ? 'empty' : 'too-long', name };
  const [kept, uses] = await Promise.all([ctx.registry(), ctx.uses()]);
  const was = kept.get(name);
  const entry = { ...entryOf(name, expansion), ...(was?.kind === 'alias' ? { id: was.id } : {}) };
  const registry = withAliases(kept, [entry]);
  const found: FoundCommand = { entry, rule: entry, rest: args.trim() };
  const expanded = expandAlias(registry, found, {
    platform,
    prefix: ctx.prefix,
    scope: {
      user,
      // Each channel has its own count; there is none here.
      count: (alias) => (uses.get(alias) ?? 0) + 1,
      date: () =>
        new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.community.zone, dateStyle: 'short' }).format(ctx.now),
      // The first of each choice, so that it stands still while it is looked at.
      random: () => 0,
    },
  });
  if (!expanded.ok) return { result: expanded.fault, name: expanded.name };
  return {
    result: 'done',
    steps: expanded.aliases.map(stepOf),
    links: expanded.links.map((link) => linkOf(link, ctx.prefix)),
  };
}
