import type { CommandEntry } from '../../../workers/core/commands.ts';
import { entryOf } from '../../../workers/core/modules.ts';
import { Registry } from '../../../workers/core/registry.ts';
import { modules } from '../../../workers/modules/index.ts';
import type { Holdings } from '../../../workers/modules/moving/holdings.ts';
import type { Bot, Kind } from '../../../workers/modules/moving/lines.ts';

/** What a community of these tests has, besides what is built in. */
export interface Given {
  readonly entries?: readonly CommandEntry[];
  readonly counters?: Readonly<Record<string, number>>;
  readonly timers?: Readonly<Record<string, string>>;
  readonly keywords?: Readonly<Record<string, string>>;
  readonly quotes?: Readonly<Record<string, number>>;
  readonly counts?: Readonly<Partial<Record<Kind, number>>>;
}

const BUILT_IN = modules.flatMap(({ commands }) => commands).map((command) => entryOf(command));

export function community(dialect: Bot | 'native', given: Given = {}): Holdings {
  const { entries = [], counters = {}, timers = {}, keywords = {}, quotes = {}, counts = {} } = given;
  const at = <Value>(from: Readonly<Record<string, Value>>, name: string): Value | undefined =>
    Object.hasOwn(from, name) ? from[name] : undefined;
  return {
    registry: new Registry([...BUILT_IN, ...entries]),
    prefix: '!',
    language: 'en',
    now: Date.UTC(2026, 9, 20, 12),
    dialect,
    count: (kind) => counts[kind] ?? 0,
    counter: (name) => at(counters, name),
    timer: (name) => at(timers, name),
    keyword: (name) => at(keywords, name),
    quote: (normalised) => at(quotes, normalised),
  };
}
