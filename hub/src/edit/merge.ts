/** Where something stands in settings: `['limits', 'command']`. Lists are one thing. */
export type Place = readonly string[];

/** A field that two people changed at once, each in their own way. `undefined`: it is not there. */
export interface Collision {
  readonly place: Place;
  readonly mine: unknown;
  readonly theirs: unknown;
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const keyOf = (place: Place): string => JSON.stringify(place);

export const isSame = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, i) => isSame(each, other[i]));
  if (!isPlain(one) || !isPlain(other)) return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(one[key], other[key]));
};

export const valueAt = (values: unknown, place: Place): unknown =>
  place.reduce<unknown>((inside, key) => (isPlain(inside) ? inside[key] : undefined), values);

/** Of flat values, the fields that are at these places and no others. */
export const fieldsAt = <Value extends object>(values: Value, places: readonly Place[]): Partial<Value> =>
  Object.fromEntries(places.map(([name = '']) => [name, values[name as keyof Value]])) as Partial<Value>;

/** The same values with another one at a place; what is set to `undefined` is left out. */
export function withValueAt<Value>(values: Value, place: Place, value: unknown): Value {
  const [key, ...rest] = place;
  if (key === undefined) return value as Value;
  const known: Plain = isPlain(values) ? values : {};
  const next = rest.length === 0 ? value : withValueAt(known[key], rest, value);
  if (next !== undefined) return { ...known, [key]: next } as Value;
  const { [key]: _, ...others } = known;
  return others as Value;
}

/** Where two values differ, as deep as both are objects. */
export function differences(one: unknown, other: unknown, at: Place = []): readonly Place[] {
  if (isPlain(one) && isPlain(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], [...at, key]));
  }
  return isSame(one, other) ? [] : [at];
}

/**
 * Puts together what somebody changed here and what somebody else did meanwhile: each keeps what they alone touched.
 * @param base what both began with
 * @param sent what was on its way to the server: coming back, it is nobody else's
 */
export function merge<Value>(
  base: Value,
  mine: Value,
  theirs: Value,
  sent: Value | null,
): { readonly value: Value; readonly collisions: readonly Collision[] } {
  let value = mine;
  const collisions: Collision[] = [];
  for (const place of differences(mine, theirs)) {
    const [was, own, other] = [valueAt(base, place), valueAt(mine, place), valueAt(theirs, place)];
    if (isSame(was, other) || (sent !== null && isSame(valueAt(sent, place), other))) continue;
    if (isSame(was, own)) value = withValueAt(value, place, other);
    else collisions.push({ place, mine: own, theirs: other });
  }
  return { value, collisions };
}
