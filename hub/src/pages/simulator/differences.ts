export interface Difference {
  /** Empty where the whole is other than before. */
  readonly name: string;
  /** null: it was, or is, not there. */
  readonly before: string | null;
  readonly after: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** More of a value nobody reads at a glance; the JSON has all of it. */
const LONGEST = 300;

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Field by field, what is other than before. */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  const [was, is] = [before ?? {}, after ?? {}];
  if (!isFields(was) || !isFields(is)) return [{ name: '', before: shown(before), after: shown(after) }];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, before: shown(was[name]), after: shown(is[name]) }))
    .filter((each) => each.before !== each.after);
}
