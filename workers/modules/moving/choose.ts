import { isCommandName } from '../../core/commands.ts';
import { Registry } from '../../core/registry.ts';
import type { Holdings } from './holdings.ts';
import { type Draft, REASONS, type Reason, reason, STATUSES } from './lines.ts';
import { aliasEntry, aliasFault, expansionOf, holderOf, keyOf, type PlannedLine, takenBy } from './plan.ts';

/** A line that somebody wants, under a name of their choice where they chose one. */
export interface Wanted {
  readonly id: string;
  readonly name?: string;
}

/** A line that can be made: under which name, and what it stands for then. */
export interface Ready {
  readonly line: PlannedLine;
  readonly draft: Draft;
  readonly name: string;
  /** Of an alias or a keyword rule: the command line that it comes to. */
  readonly runs: string;
  /** The line it is made with, if that is made now. */
  readonly of: string | null;
}

/** A line that stays behind, and why. */
export interface Left {
  readonly id: string;
  readonly reason: Reason;
}

const heaviest = ({ reasons }: PlannedLine): Reason =>
  reasons.reduce((worst, next) =>
    STATUSES.indexOf(REASONS[next.code]) > STATUSES.indexOf(REASONS[worst.code]) ? next : worst,
  );

/** Of the lines that somebody wants, those that can be made beside each other and what is there now; commands first. */
export function chosen(
  plan: readonly PlannedLine[],
  wanted: readonly Wanted[],
  holdings: Holdings,
): { readonly ready: readonly Ready[]; readonly left: readonly Left[] } {
  const byId = new Map(plan.map((line) => [line.id, line]));
  const names = new Map(wanted.map(({ id, name }) => [id, name]));
  const left: Left[] = wanted.flatMap(({ id }) => (byId.has(id) ? [] : [{ id, reason: reason('not-in-file') }]));
  const ready = new Map<string, Ready>();
  /** Where in the file each name was taken. */
  const taken = new Map<string, string>();
  const lines = plan.filter(({ id }) => names.has(id)).toSorted((a, b) => rank(a) - rank(b));
  const nameOf = (line: PlannedLine): string => names.get(line.id) ?? line.name;
  for (const line of lines) {
    const { draft, of, kind } = line;
    const stay = (why: Reason): void => void left.push({ id: line.id, reason: why });
    if (draft === null || line.status === 'unsupported') {
      stay(heaviest(line));
      continue;
    }
    const whole = of === null ? undefined : byId.get(of);
    if (whole && needsWhole(line, whole, names, ready)) {
      stay(reason('without-command', { name: whole.name }));
      continue;
    }
    const followed = whole && draft.is === 'counter' ? nameOf(whole) : nameOf(line);
    if (draft.is !== 'quote' && !isCommandName(followed)) {
      stay(reason('bad-name', { typed: followed }));
      continue;
    }
    const key = `${kind === 'alias' ? 'command' : kind} ${draft.is === 'quote' ? keyOf(line) : followed}`;
    const holder = draft.is === 'quote' ? line.there : holderOf(kind, followed, holdings);
    if (holder !== null) {
      stay(takenBy(holder));
      continue;
    }
    const earlier = taken.get(key);
    if (earlier !== undefined) {
      stay(reason('twice', { place: earlier }));
      continue;
    }
    taken.set(key, line.place);
    ready.set(line.id, {
      line,
      draft,
      name: followed,
      runs: runsOf(draft, whole ? nameOf(whole) : undefined),
      of: whole && ready.has(whole.id) ? whole.id : null,
    });
  }
  return withoutLoops([...ready.values()], left, holdings);
}

const ORDER = ['command', 'alias', 'keyword', 'timer', 'counter', 'quote', 'other'] as const;
const rank = ({ kind }: PlannedLine): number => ORDER.indexOf(kind);

/** Whether a line is of no use, as what it belongs to is not made. Aliases of aliases may come in any order. */
function needsWhole(
  { draft }: PlannedLine,
  whole: PlannedLine,
  names: ReadonlyMap<string, string | undefined>,
  ready: ReadonlyMap<string, Ready>,
): boolean {
  if (ready.has(whole.id)) return false;
  return !(draft?.is === 'alias' && whole.kind === 'alias' && names.has(whole.id));
}

function runsOf(draft: Draft, target: string | undefined): string {
  if (draft.is === 'alias') return expansionOf(target ?? draft.target, draft.rest);
  return draft.is === 'keyword' ? (target ?? draft.target) : '';
}

/** New names may make aliases stand for themselves. */
function withoutLoops(ready: readonly Ready[], left: readonly Left[], { registry, prefix }: Holdings) {
  const entries = ready.flatMap(({ draft, name, runs }) => (draft.is === 'alias' ? [aliasEntry(name, runs)] : []));
  const commands = new Registry([...entries, ...registry.entries]);
  const looped = ready.filter(
    ({ draft, name, runs }) => draft.is === 'alias' && aliasFault(commands, name, runs, prefix),
  );
  return {
    ready: ready.filter((one) => !looped.includes(one)),
    left: [
      ...left,
      ...looped.map(({ line, runs }) => ({ id: line.id, reason: reason('alias-loop', { target: runs }) })),
    ],
  };
}
