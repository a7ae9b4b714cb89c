import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/errors.ts';
import { tellFailure } from '../app/tell-failure.ts';
import { issuesOf } from '../design/use-zod-form.ts';
import { type Collision, differences, isSame, keyOf, merge, type Place, valueAt, withValueAt } from './merge.ts';

/** How what is shown stands to what is kept. */
export type DraftState = 'saved' | 'unsaved' | 'saving' | 'refused' | 'collided';

/** Settings as the server has them, and the name of that state: of what comes with the same name, nobody is the author. */
export interface Seen<Value> {
  readonly value: Value;
  readonly version: string | number;
}

/** A change on its way: what it comes to, how it was, and where the two differ. */
export interface Change<Value> {
  readonly mine: Value;
  readonly base: Seen<Value>;
  readonly places: readonly Place[];
}

/** What somebody else changed while it was open here, who they are and when it was, as far as that is known. */
export interface News {
  readonly places: readonly Place[];
  readonly by: string | null;
  readonly at: string | null;
  /** Whether a save was refused for it. */
  readonly refused: boolean;
}

export interface Draft<Value> {
  readonly value: Value;
  readonly state: DraftState;
  readonly collisions: readonly Collision[];
  readonly news: News | null;
  /** Why it was not saved. */
  readonly failure: unknown;
  /** What is wrong with which field, by its dotted path. */
  readonly errors: Readonly<Record<string, string>>;
  set(place: Place, value: unknown): void;
  setAll(value: Value): void;
  /** Saves what was changed: when a field is left, or at once where nothing is typed. */
  save(): void;
  /** Goes back to what is kept. */
  discard(): void;
  take(place: Place): void;
  keep(place: Place): void;
  /** The news were read. */
  dismissNews(): void;
  /** What whoever looks did to it elsewhere, as by taking something back: it comes in, and is no news. */
  follow(now: Seen<Value>): void;
  /** Whether something is not saved at this very moment, drawn or not. */
  isDirty(): boolean;
}

interface Kept<Value> {
  /** What was handed in last. */
  readonly given: Seen<Value>;
  /** What the server had when it was last heard. */
  readonly base: Seen<Value>;
  readonly mine: Value;
  readonly collisions: readonly Collision[];
  readonly news: News | null;
}

/** What was left unsaved, by what it is of. */
const left = new Map<string, Kept<unknown>>();

/** What somebody else changed besides what was told before and not read yet. */
function newsOf<Value>(
  { base, news }: Kept<Value>,
  now: Seen<Value>,
  told: Omit<News, 'places'> = { by: null, at: null, refused: false },
): News | null {
  if (base.version === now.version) return news;
  const places = differences(base.value, now.value);
  if (places.length === 0) return told.refused ? { ...told, places: news?.places ?? [] } : news;
  const known = new Set(places.map(keyOf));
  return { ...told, places: [...(news?.places ?? []).filter((place) => !known.has(keyOf(place))), ...places] };
}

/** The same, with what the server has now come in. */
function heard<Value>(kept: Kept<Value>, now: Seen<Value>, sent: Value | null): Kept<Value> {
  const merged = merge(kept.base.value, kept.mine, now.value, sent);
  const { value } = merged;
  // What comes of itself asks nothing of whoever typed something else.
  const collisions = kept.base.version === now.version ? [] : merged.collisions;
  const isNew = ({ place }: Collision) => !collisions.some((one) => keyOf(one.place) === keyOf(place));
  const isOpen = ({ place }: Collision) => !isSame(valueAt(value, place), valueAt(now.value, place));
  return {
    ...kept,
    base: now,
    mine: value,
    collisions: [...kept.collisions.filter((one) => isNew(one) && isOpen(one)), ...collisions],
  };
}

const isConflict = (error: unknown): error is ApiError => error instanceof ApiError && error.code === 'CONFLICT';

/** How often something is tried anew by itself because others changed other fields in between. */
const MOST_TRIES = 3;

/**
 * What is changed in a form, and saves itself. What others change comes in where nothing was touched here; where both changed the same field,
 * both are shown, and whoever looks decides.
 * @param theirs what the server has, as far as the page knows; followed whenever it changes
 * @param send saves a change. @returns what the server has then. @throws an ApiError; CONFLICT where somebody else was faster
 * @param look asks the server for what it has
 * @param onSaved told of what was saved
 * @param byHand it is saved when asked and not otherwise, and whoever was too late looks first before they try again, if anything that stands here is new
 * @param keptAs names the thing: what is left unsaved by hand is found again under it, and nobody is asked on the way out
 */
export function useDraft<Value>({
  theirs,
  send,
  look,
  onSaved,
  byHand = false,
  keptAs,
}: {
  readonly theirs: Seen<Value>;
  readonly send: (change: Change<Value>) => Promise<Seen<Value>>;
  readonly look: () => Promise<Seen<Value>>;
  readonly onSaved: (change: Change<Value>, now: Seen<Value>) => void;
  readonly byHand?: boolean;
  readonly keptAs?: string;
}): Draft<Value> {
  const [kept, setKept] = useState<Kept<Value>>(
    () =>
      (keptAs === undefined ? undefined : (left.get(keptAs) as Kept<Value> | undefined)) ?? {
        given: theirs,
        base: theirs,
        mine: theirs.value,
        collisions: [],
        news: null,
      },
  );
  const [sent, setSent] = useState<Value | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  // How often a save was asked for: one that comes while another is under way follows it.
  const [wanted, setWanted] = useState(0);
  const begun = useRef(0);
  const tries = useRef(0);

  let current = kept;
  // What comes while something is saved by hand is looked at when it is known what became of that.
  if (!isSame(kept.given, theirs) && !(byHand && sent !== null)) {
    current = { ...heard(kept, theirs, sent), given: theirs, news: newsOf(kept, theirs) };
    setKept(current);
  }
  const { base, mine, collisions } = current;
  const isSaving = sent !== null;
  const latest = useRef({ base, mine, collisions, isSaving, send, look, onSaved, byHand });
  latest.current = { base, mine, collisions, isSaving, send, look, onSaved, byHand };
  const leaves = useRef(current);
  leaves.current = current;

  const save = useCallback(() => setWanted((before) => before + 1), []);
  useEffect(() => {
    if (isSaving || begun.current === wanted) return;
    begun.current = wanted;
    const { base, mine, collisions, send, look, onSaved, byHand } = latest.current;
    const places = differences(base.value, mine);
    if (places.length === 0 || collisions.length > 0) return;
    const change = { mine, base, places };
    const run = async () => {
      setSent(mine);
      try {
        const now = await send(change);
        tries.current = 0;
        setErrors({});
        setFailure(null);
        setKept((before) =>
          byHand
            ? // As the server put it, unless it was typed on meanwhile.
              { ...heard({ ...before, base: { ...now, value: mine } }, now, null), news: null }
            : heard(before, now, mine),
        );
        if (isSame(latest.current.mine, mine)) latest.current = { ...latest.current, base: now, mine: now.value };
        onSaved(change, now);
      } catch (error) {
        if (byHand && isConflict(error) && error.changed) {
          const told = { ...error.changed, refused: true };
          const now = await look();
          setFailure(null);
          if (differences(base.value, now.value).length === 0 && tries.current < MOST_TRIES) {
            // What was changed stands elsewhere: nothing of it is here to be looked at first.
            tries.current += 1;
            setKept((before) => heard(before, now, null));
            save();
          } else setKept((before) => ({ ...heard(before, now, null), news: newsOf(before, now, told) }));
        } else if (!byHand && isConflict(error) && tries.current < MOST_TRIES) {
          tries.current += 1;
          const now = await look();
          setKept((before) => heard(before, now, null));
          save();
        } else {
          setFailure(error);
          setErrors(Object.fromEntries(issuesOf(error).map(({ path, message }) => [path, message])));
        }
      }
    };
    void run()
      .catch(setFailure)
      .finally(() => setSent(null));
  }, [wanted, isSaving, save]);

  // Whoever goes away has left the field, too.
  useEffect(
    () => () => {
      const { base, mine, collisions, isSaving, send, byHand } = latest.current;
      const places = byHand ? [] : differences(base.value, mine);
      if (places.length > 0 && collisions.length === 0 && !isSaving) send({ mine, base, places }).catch(tellFailure);
    },
    [],
  );

  useEffect(
    () => () => {
      const { base, mine } = leaves.current;
      if (keptAs === undefined) return;
      if (isSame(base.value, mine)) left.delete(keptAs);
      else left.set(keptAs, { ...leaves.current, given: base });
    },
    [keptAs],
  );

  const change = (next: (mine: Value) => Value, places: readonly Place[]) => {
    tries.current = 0;
    setFailure(null);
    setKept((before) => ({ ...before, mine: next(before.mine) }));
    const changed = places.map((place) => place.join('.'));
    setErrors((before) =>
      Object.fromEntries(
        Object.entries(before).filter(([at]) => !changed.some((path) => at === path || at.startsWith(`${path}.`))),
      ),
    );
  };
  const settle = (place: Place, value: unknown) => {
    setKept((before) => ({
      ...before,
      mine: withValueAt(before.mine, place, value),
      collisions: before.collisions.filter((one) => keyOf(one.place) !== keyOf(place)),
    }));
    if (!byHand) save();
  };
  const stateNow = (): DraftState => {
    if (collisions.length > 0) return 'collided';
    if (failure !== null) return 'refused';
    if (isSaving) return 'saving';
    return isSame(base.value, mine) ? 'saved' : 'unsaved';
  };

  return {
    value: mine,
    state: stateNow(),
    collisions,
    news: current.news,
    failure,
    errors,
    set: (place, value) => change((before) => withValueAt(before, place, value), [place]),
    setAll: (value) => change(() => value, differences(mine, value)),
    save,
    discard: () => {
      setErrors({});
      setFailure(null);
      setKept((before) => ({ ...before, mine: before.base.value, collisions: [], news: null }));
    },
    take: (place) => settle(place, valueAt(base.value, place)),
    keep: (place) => settle(place, valueAt(mine, place)),
    dismissNews: () => setKept((before) => ({ ...before, news: null })),
    follow: (now) => setKept((before) => ({ ...heard(before, now, null), given: now })),
    isDirty: () => !isSame(latest.current.base.value, latest.current.mine),
  };
}
