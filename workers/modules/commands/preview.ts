import type { Author, Person } from '../../core/events.ts';
import type { Platform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { counterOps } from '../../core/templates/counters.ts';
import type { Dialect } from '../../core/templates/nodes.ts';
import { parse } from '../../core/templates/parse.ts';
import { render } from '../../core/templates/render.ts';
import type { Scope } from '../../core/templates/scope.ts';

export interface PreviewOf {
  readonly text: string;
  readonly dialect: Dialect;
  /** What would be typed after the command. */
  readonly args: string;
  readonly author: Author;
  readonly platform: Platform;
  readonly channel: Person;
  /** The command's name. */
  readonly command: string;
  /** ms since epoch. */
  readonly now: number;
  /** The same seed chooses the same. */
  readonly seed: number;
  /** What counters are at. */
  readonly counters: ReadonlyMap<string, number>;
}

/** A small generator of numbers that look random (mulberry32), for previews that can be looked at again. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text as chat would see it, with what is wrong by place. Nothing is counted, set or said by it. */
export async function previewText(ctx: VerbCtx, of: PreviewOf) {
  const template = parse(of.text, of.dialect);
  const { id, slug, zone } = ctx.community;
  const scope: Scope = {
    author: of.author,
    platform: of.platform,
    channel: of.channel,
    room: of.channel.account,
    community: { id, slug, zone },
    prefix: ctx.prefix,
    command: of.command,
    args: of.args,
    message: { id: 'preview', text: `${ctx.prefix}${of.command} ${of.args}`.trim() },
    now: of.now,
    random: seeded(of.seed),
  };
  const sources = ctx.textSources({ platform: of.platform, channel: of.channel.account, author: of.author });
  const at = new Map(of.counters);
  const counted = (await counterOps(template, scope, sources)).map(({ counter, change, positions }) => {
    const was = at.get(counter) ?? 0;
    const value = change.is === 'set' ? change.to : was + (change.is === 'add' ? change.by : 0);
    at.set(counter, value);
    return { positions, value };
  });
  return render(template, scope, sources, counted);
}
